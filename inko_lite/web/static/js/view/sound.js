// The sounds, made by the browser itself, and the notices on the desktop. A browser lets a page sound only after somebody
// has clicked or typed on it; until then it says so instead of being silently silent.

// Notes as [frequency in Hz, begins after s, lasts s]: soft for a message, rising when somebody comes, pressing for an offer.
const TUNES = {
  message: [[660, 0, 0.16], [880, 0.11, 0.22]],
  joined: [[523, 0, 0.16], [659, 0.13, 0.16], [784, 0.26, 0.34]],
  offer: [[784, 0, 0.14], [988, 0.16, 0.14], [784, 0.36, 0.14], [988, 0.52, 0.26]],
};
const VOLUME = 0.16;

let context = null;

// Makes sounds possible from the first click or key on; the page calls it once.
export function unlockOnGesture(wanted) {
  const unlock = () => { if (wanted()) open(); };
  for (const name of ["pointerdown", "keydown"]) addEventListener(name, unlock, { capture: true, passive: true });
}

export const soundReady = () => context?.state === "running";

// "ok", "blocked" until somebody has clicked here, or "unsupported".
export async function play(kind) {
  if (!globalThis.AudioContext) return "unsupported";
  await open();
  if (!soundReady()) return "blocked";
  for (const [frequency, after, lasts] of TUNES[kind] ?? TUNES.message) note(frequency, context.currentTime + after, lasts);
  return "ok";
}

// `resume` waits for the gesture for ever; nobody here may.
async function open() {
  if (!globalThis.AudioContext) return;
  context ??= new AudioContext();
  if (context.state !== "running") await Promise.race([context.resume(), new Promise((resolve) => { setTimeout(resolve, 300); })]);
}

function note(frequency, at, lasts) {
  const tone = new OscillatorNode(context, { type: "sine", frequency });
  const loudness = new GainNode(context, { gain: 0 });
  loudness.gain.setValueAtTime(0, at);
  loudness.gain.linearRampToValueAtTime(VOLUME, at + 0.015);
  loudness.gain.exponentialRampToValueAtTime(0.001, at + lasts);
  tone.connect(loudness).connect(context.destination);
  tone.start(at);
  tone.stop(at + lasts + 0.02);
}

// "granted", "denied", "default", or "unsupported": a frame of another site and most phones have none.
export const noticePermission = () => globalThis.Notification?.permission ?? "unsupported";

export async function askForNotices() {
  if (noticePermission() === "unsupported") return "unsupported";
  return Notification.requestPermission();
}

export function show({ key, title, body }) {
  if (noticePermission() !== "granted") return;
  try {
    const notice = new Notification(title, { body, tag: key });
    notice.onclick = () => {
      focus();
      notice.close();
    };
  } catch {
    // Android's browsers have the word and not the thing.
  }
}
