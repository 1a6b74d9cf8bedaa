// The dispatcher's verdicts, which the API gives as short English texts, as the name of a message and its values.

const SIMPLE = {
  ok: "ok", offered: "offered", away: "away", busy: "busy", offline: "offline", gone: "gone", "not approved": "trainee",
  "guest gone": "guest-gone", "offered to somebody else": "offered-else", "gave the guest back": "gave-back",
  "no room free": "no-room", "too many people in rooms": "no-users", "answers another offer": "answering",
};
const PATTERNS = [
  [/^full (\d+)\/(\d+)$/, "full", (own, limit) => ({ own: Number(own), limit: Number(limit) })],
  [/^declined (\d+) s ago$/, "declined", (seconds) => ({ seconds: Number(seconds) })],
  [/^missed (\d+) s ago$/, "missed", (seconds) => ({ seconds: Number(seconds) })],
  [/^was kicked (\d+) s ago$/, "kicked", () => ({})],
  [/^lacks (product|topic|locale|tag) (.+)$/, "lacks", (criterion, what) => ({ criterion, what })],
  [/^kept for (.+)$/, "kept", (name) => ({ name })],
  [/^offered to (.+)$/, "offered-to", (name) => ({ name })],
];

// {name, values}; a verdict of a later server that this page does not know is shown as it is: {text}.
export function verdict(text) {
  if (Object.hasOwn(SIMPLE, text)) return { name: SIMPLE[text], values: {} };
  for (const [pattern, name, values] of PATTERNS) {
    const found = pattern.exec(text);
    if (found) return { name, values: values(...found.slice(1)) };
  }
  return { text };
}
