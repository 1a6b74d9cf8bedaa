// How a page begins, whichever it is: the settings that the server wrote into it, the client, the first view.

import { Bell } from "./chat/bell.js";
import { Client } from "./chat/client.js";
import { Keepsakes, Memory } from "./chat/memory.js";
import { Words } from "./chat/words.js";
import { lookedAt } from "./view/attention.js";
import { Page, html, hydrate, render } from "./view/html.js";
import { play, show, soundReady, unlockOnGesture } from "./view/sound.js";

// After this long in the background a connection may have died without a word.
const ASLEEP_MS = 30000;
const BAN_TRIES = 4;
const BAN_MS = 200;

// `bell`: how people are called who have chosen nothing yet.
// `began` gets the page before its client starts.
export function open(View, options) {
  const settings = JSON.parse(document.getElementById("settings").textContent);
  // In a form that the server has painted somebody may be typing: their letters come first.
  if (settings.queue) setTimeout(() => begin(View, settings, options));
  else begin(View, settings, options);
}

function begin(View, settings, { bell: defaults = {}, began = () => {} } = {}) {
  const words = new Words(settings.locale, settings.words);
  const drafts = new Memory(storageOf("sessionStorage"));
  const shared = new Memory(storageOf("localStorage"));
  const client = new Client({ settings, keepsakes: new Keepsakes(drafts, shared), Channel: globalThis.BroadcastChannel });
  const bell = new Bell({ memory: shared, looking: lookedAt, ready: soundReady, play, show, locks: navigator.locks ?? null, defaults });
  unlockOnGesture(() => bell.options.sound);
  // `drafts` are this tab's, `kept` is what the person chose for all of them.
  const page = { client, words, say: words.say, settings, drafts, kept: shared, bell };
  const root = document.getElementById("page");
  // For somebody who is new here the server has painted the page, as it is before there is a session: what stands in it, and
  // what was typed into it meanwhile, is taken over.
  page.fresh = Boolean(settings.queue);
  page.typed = page.fresh ? typedIn(root) : null;
  if (page.fresh) client.apply({ kind: "my:waittime", waittime: settings.queue });
  else root.replaceChildren();
  (page.fresh ? hydrate : render)(html`<${Page.Provider} value=${page}><${View} /><//>`, root);
  listen(client, bell);
  let banned = false;
  client.subscribe(() => { if (!banned && client.state.out?.reason === "banned") { banned = true; showBan(shared); } });
  began(page);
  client.start();
}

// What is in the fields: {name: text, or is it checked}.
function typedIn(root) {
  return Object.fromEntries([...root.querySelectorAll("[name]")].map((field) => [field.name, field.type === "checkbox" ? field.checked : field.value]));
}

// Only the server's own page says what can be done about a ban. The worker that is asked may not have heard of it yet: so
// a few times, and later each time.
function showBan(memory) {
  const now = Date.now();
  const before = memory.get("ban-shown", []).filter((at) => now - at < ASLEEP_MS);
  if (before.length >= BAN_TRIES) return;
  memory.set("ban-shown", [...before, now]);
  setTimeout(() => location.reload(), BAN_MS * 3 ** before.length);
}

// A browser that forbids storage throws when it is only looked at.
function storageOf(name) {
  try {
    return window[name];
  } catch {
    return null;
  }
}

function listen(client, bell) {
  let hidden = 0;
  // Going offline ends no stream by itself: it would look alive until the next heartbeat fails to come.
  for (const name of ["online", "offline"]) addEventListener(name, () => client.hurry(true));
  addEventListener("pagehide", () => client.live.stop());
  addEventListener("pageshow", (event) => { if (event.persisted) client.resync().catch(() => client.hurry(true)); });
  addEventListener("storage", () => { client.recallRead(); bell.recall(); });
  document.addEventListener("visibilitychange", () => {
    if (document.hidden) hidden = Date.now();
    else client.hurry(Date.now() - hidden > ASLEEP_MS);
  });
}
