// Why an agent gets no offers: what the dispatcher says, what must hold for an offer to come, and the one thing to do.

import { ownChats } from "./select.js";
import { verdict } from "./verdicts.js";

const WHOLE = { "not an agent": "no-agent", "agents take guests themselves": "pick", "nobody waits": "nobody-waits" };
const SEVERAL = "nobody for you: ";
// With one of these the guest comes to us, or would if nobody else had been asked.
const FITS = new Set(["ok", "offered", "offered-to", "offered-else", "answering"]);

// What /queue/why says of the one who asks, as verdicts: {name, values} or {text}.
export function ownVerdicts(text) {
  if (Object.hasOwn(WHOLE, text)) return [{ name: WHOLE[text], values: {} }];
  if (text.startsWith(SEVERAL)) return [{ name: "nobody", values: {} }, ...text.slice(SEVERAL.length).split(", ").map(verdict)];
  return [verdict(text)];
}

// What must hold, in the order in which the dispatcher asks: [{name, ok, values}].
export function checks(state, why) {
  const { status, chat_limit: limit, permissions, status_reason: reason } = state.session;
  const own = ownChats(state);
  const mine = why.guests.flatMap((guest) => guest.agents.filter((agent) => agent.id === state.session.id));
  const fit = mine.filter((agent) => FITS.has(verdict(agent.verdict).name)).length;
  const all = [
    { name: "approved", ok: permissions.includes("approved") },
    { name: "online", ok: status === "online" },
    { name: "missed", ok: reason !== "missed_offers" },
    { name: "room", ok: own < limit, values: { own, limit } },
    { name: "waiting", ok: mine.length > 0, values: { waiting: mine.length, fit } },
  ];
  return all.filter(({ name, ok }) => name !== "missed" || !ok);
}

// The one thing to do about it: "back", "limit", "take" or null.
export function remedy(state, why, most) {
  const [{ name }] = ownVerdicts(why.me.offers);
  const { chat_limit: limit } = state.session;
  if (["away", "busy", "offline", "gone"].includes(name)) return "back";
  if (name === "full") return limit < most ? "limit" : null;
  return name === "pick" && why.guests.length > 0 && ownChats(state) < limit ? "take" : null;
}
