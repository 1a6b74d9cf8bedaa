// What events change in one room; used by the fold in store.js and pure like it.

import { isStaff } from "./people.js";

const KEPT_ENDED = 20;

export function newRoom(id, role, opened) {
  return {
    id, name: "", kind: "support", topic: "", role, owner: null, bytes: 0, opened_at: opened, members: [],
    question: null, guest: null, metadata: {}, tags: [], events: [], more: false,
  };
}

// The room with this event at its end.
export function keep(room, event) {
  if (room.events.at(-1)?.id >= event.id) return room;
  return { ...room, events: [...room.events, event] };
}

export function changeRoom(state, id, change) {
  const room = state.rooms[id];
  return room ? { ...state, rooms: { ...state.rooms, [id]: change(room) } } : state;
}

// The room is over for us. What an agent ended needs no reading any more; all else stays until it is put away.
export function endRoom(state, event, { reason, by }) {
  const { [event.room]: room, ...rooms } = state.rooms;
  if (!room) return state;
  const { [event.room]: _, ...typing } = state.typing;
  const outbox = state.outbox.filter((message) => message.room !== event.room || message.state === "refused");
  const done = isStaff(state.session) && by?.id === state.session.id;
  const ended = done ? state.ended : last(KEPT_ENDED, { ...state.ended, [room.id]: { ...room, ended: { reason, by, at: event.at } } });
  return { ...state, rooms, typing, ended, outbox };
}

// The newest of them: an evening has many chats, and nobody reads forty that are over.
function last(most, ended) {
  return Object.fromEntries(Object.entries(ended).slice(-most));
}

// What a snapshot does not have any more and was there before it: it ended while we were away.
export function missed(state, rooms) {
  const gone = Object.values(state.rooms).filter((room) => !rooms[room.id]);
  return Object.fromEntries(gone.map((room) => [room.id, { ...room, ended: { reason: "ended", by: null, at: null } }]));
}

// A guest who is in the queue or in a chat again is done with the chat before.
export function putAway(state) {
  return isStaff(state.session) ? state : { ...state, ended: {} };
}

export function setTyping(state, room, from, typing) {
  if (!state.rooms[room] || from.id === state.session?.id) return state;
  const { [from.id]: before, ...others } = state.typing[room] ?? {};
  if (typing === "off" && !before) return state;
  const people = typing === "off" ? others : { ...others, [from.id]: { name: from.name, state: typing } };
  return { ...state, typing: { ...state.typing, [room]: people } };
}
