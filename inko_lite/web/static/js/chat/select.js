// What the views show, computed from the state: pure, so that the rules of reading can be tested without a page.

import { isStaff } from "./people.js";

// Messages of one person within this time stand under one name.
const TURN_SECONDS = 300;
const SYSTEM_KINDS = new Set([
  "joined", "left", "kicked", "ended", "topic", "transferred", "taken_over", "watching", "tagged", "rights", "limit", "follow_up",
]);
// Somebody comes or goes because the chat changes hands, which has a line of its own.
const HANDS = new Set(["transferred", "taken_over", "assigned"]);

// Where a guest is: asking, waiting, chatting, or after a chat.
export function phase(state) {
  if (!state.ready) return "starting";
  if (supportRoom(state)) return "chat";
  if (state.place) return "wait";
  return lastEnded(state) ? "after" : "ask";
}

export function lastEnded(state) {
  return Object.values(state.ended).at(-1) ?? null;
}

export function supportRoom(state) {
  return Object.values(state.rooms).find((room) => room.kind === "support") ?? null;
}

// A room's events as turns, notes and lines: [{type: "turn", from, own, messages} | {type: "note" | "line", event}].
// A message of ours that is on its way is in the last turn; it has `state` and no `id`.
export function turns(room, outbox, me) {
  const items = [];
  const add = (message, from, own) => {
    const last = items.at(-1);
    const together = last?.type === "turn" && last.from.id === from.id
      && Date.parse(message.at) - Date.parse(last.messages.at(-1).at) < TURN_SECONDS * 1000;
    if (together) last.messages.push(message);
    else items.push({ type: "turn", key: message.client_id ?? message.id, from, own, messages: [message] });
  };
  for (const event of room.events) {
    if (event.kind === "message") add(event, event.from, event.from.id === me.id);
    else if (event.kind === "note") items.push({ type: "note", key: event.id, event });
    else if (["joined", "left"].includes(event.kind) && HANDS.has(event.reason)) continue;
    else if (SYSTEM_KINDS.has(event.kind)) items.push({ type: "line", key: event.id, event });
  }
  const said = new Set(room.events.map((event) => event.client_id));
  for (const message of outbox) {
    if (message.room === room.id && !said.has(message.client_id)) add(message, me, true);
  }
  return items;
}

// The same with {type: "day", at} before whatever begins another day; the first day has none when it is `today`.
export function withDays(items, today) {
  let day = new Date(today).toDateString();
  return items.flatMap((item) => {
    const at = item.event?.at ?? item.messages[0].at;
    const its = new Date(at).toDateString();
    if (its === day) return [item];
    day = its;
    return [{ type: "day", key: `day ${item.key}`, at }, item];
  });
}

export function lastMessage(room) {
  return room.events.findLast((event) => event.kind === "message") ?? null;
}

export function lastEventId(room) {
  return room.events.at(-1)?.id ?? 0;
}

// How many messages of others came since the room was read here.
export function unread(state, room) {
  const read = state.read[room.id] ?? 0;
  return room.events.filter((event) =>
    event.kind === "message" && event.id > read && event.from.id !== state.session.id).length;
}

export function unreadTotal(state) {
  return Object.values(state.rooms).reduce((sum, room) => sum + unread(state, room), 0);
}

// Since when the guest of a support room waits for an answer, by the server's clock in ms; null when it is the guest's turn.
export function unansweredSince(room) {
  if (room.kind !== "support" || room.role === "watcher") return null;
  // What is not loaded may have been answered.
  let since = room.more ? null : Date.parse(room.opened_at);
  for (const event of room.events) {
    if (event.kind !== "message") continue;
    if (event.from.id !== room.guest) since = null;
    else if (since === null) since = Date.parse(event.at);
  }
  return since;
}

// The first message of the guest that nobody has answered yet, and those after it.
export function unansweredIds(room) {
  const ids = new Set();
  for (const event of room.events) {
    if (event.kind !== "message") continue;
    if (event.from.id === room.guest) ids.add(event.id);
    else ids.clear();
  }
  return ids;
}

// Own chats in the order in which they came: a list that jumps about is a list in which one clicks the wrong thing.
export function chats(state) {
  const all = [...Object.values(state.rooms), ...Object.values(state.ended)];
  return all.sort((a, b) => Date.parse(a.opened_at) - Date.parse(b.opened_at));
}

// The chat whose guest has waited longest for an answer.
export function longestUnanswered(state) {
  const waiting = chats(state).filter((room) => !room.ended && unansweredSince(room) !== null);
  return waiting.sort((a, b) => unansweredSince(a) - unansweredSince(b))[0] ?? null;
}

export function ownChats(state) {
  return Object.values(state.rooms).filter((room) => room.kind === "support" && room.owner === state.session.id).length;
}

// Why this agent can take nobody now: "away", "full" or null.
export function cannotTake(state) {
  if (state.session.status !== "online") return "away";
  return ownChats(state) >= state.session.chat_limit ? "full" : null;
}

export function others(room, me) {
  return room.members.filter((member) => member.id !== me.id);
}

// Whom the guest talks with: the room's agent, or the last one who was there.
export function helper(room, me) {
  const agent = others(room, me).find((member) => member.role === "agent");
  if (agent) return agent;
  return room.events.findLast((event) => event.kind === "message" && event.from.id !== me.id)?.from
    ?? room.events.findLast((event) => event.from && event.from.id !== me.id)?.from ?? null;
}

export function guestOf(room) {
  return room.members.find((member) => member.id === room.guest) ?? null;
}

// The people who type in a room now, but us.
export function typing(state, room) {
  return Object.values(state.typing[room.id] ?? {}).filter((person) => person.state === "on").map((person) => person.name);
}

// May we do this in the room? A room that we have only just come into says so in a moment.
export function may(room, action) {
  return !room.ended && (room.may?.includes(action) ?? false);
}

export function isMonitor(state) {
  return state.session.permissions.includes("monitor");
}

export function notes(room) {
  return [...(room.older_notes ?? []), ...room.events.filter((event) => event.kind === "note")];
}

// Rooms that are open and that we are not in: those that /list knows of.
export function openRooms(state) {
  return (state.list?.rooms ?? []).filter((room) => !state.rooms[room.id] && !state.ended[room.id] && room.kind !== "direct"
    && (room.kind === "group" || isMonitor(state)));
}

// The part of a text after which a saved reply is looked for: "/", or null when it is something else.
export function replySearch(text) {
  return /^\/[^\n]{0,40}$/.test(text) ? text.slice(1).toLocaleLowerCase() : null;
}

export function findReplies(replies, search, most) {
  const fits = ({ title, category, text }) => [title, category, text].some((each) => each.toLocaleLowerCase().includes(search));
  const begins = ({ title }) => (title.toLocaleLowerCase().startsWith(search) ? 0 : 1);
  return replies.filter(fits).sort((a, b) => begins(a) - begins(b)).slice(0, most);
}

// What is offered and can still be answered; `now` by the server's clock in ms.
export function openOffers(state, now) {
  return state.offers.filter((each) => Date.parse(each.expires_at) > now);
}

// The one that a key answers: what is offered first.
export function openOffer(state, now) {
  return openOffers(state, now)[0] ?? null;
}

// Invitations that are not offered just now: an offer for the same room says it with a countdown.
export function openInvitations(state, now) {
  const offered = new Set(openOffers(state, now).map((each) => each.room));
  return state.invitations.filter((each) => !offered.has(each.room));
}

// The people in a room, the guest first.
export function people(room) {
  const first = (member) => (member.role === "guest" ? 0 : member.role === "agent" ? 1 : 2);
  return [...room.members].sort((a, b) => first(a) - first(b));
}

// The tags to suggest for a conversation: those in use that fit its words first, then the most used.
export function suggestedTags(room, known, most) {
  const { product, topic } = room.metadata ?? {};
  const words = `${room.question ?? ""} ${product ?? ""} ${topic ?? ""}`.toLocaleLowerCase();
  const fits = (tag) => (words.includes(tag.toLocaleLowerCase().replaceAll("-", " ")) ? 0 : 1);
  return known.filter((tag) => !room.tags.includes(tag)).sort((a, b) => fits(a) - fits(b)).slice(0, most);
}

export function colleagues(state) {
  return state.agents.filter((agent) => agent.id !== state.session.id && isStaff(agent));
}

// One or two letters for somebody without a picture.
export function initials(name) {
  const words = name.trim().split(/\s+/).filter(Boolean);
  const letters = words.length > 1 ? [words[0], words.at(-1)] : words;
  return letters.map((word) => [...word][0]).join("").toLocaleUpperCase() || "?";
}
