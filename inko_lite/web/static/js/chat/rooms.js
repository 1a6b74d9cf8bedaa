// What events change in one room; used by the fold in store.js and pure like it.

import { isStaff } from "./people.js";

const KEPT_ENDED = 20;

export function newRoom(id, role, opened) {
  return {
    id, name: "", kind: "support", topic: "", role, owner: null, bytes: 0, opened_at: opened, members: [],
    question: null, guest: null, metadata: {}, tags: [], may: role === "watcher" ? [] : ["speak"], events: [], more: false,
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

export function setOwner(state, id, owner) {
  if (!state.rooms[id] || state.rooms[id].owner === owner) return state;
  return changeRoom(state, id, (room) => withMay({ ...room, owner }, state.session));
}

// The room says something else than before about a role or about one person.
export function setRights(state, id, { role, session, allow, deny }) {
  return changeRoom(state, id, (room) => {
    const about = (each) => (role ? each.role === role : each.session === session);
    const before = room.rights?.find(about) ?? { ...(role ? { role } : { session }), allow: [], deny: [] };
    const now = {
      ...before,
      allow: [...before.allow.filter((action) => !deny.includes(action)), ...allow.filter((action) => !before.allow.includes(action))],
      deny: [...before.deny.filter((action) => !allow.includes(action)), ...deny.filter((action) => !before.deny.includes(action))],
    };
    return withMay({ ...room, rights: [...(room.rights ?? []).filter((each) => !about(each)), now] }, state.session);
  });
}

// What we may do in the room, from what is usual there and what it says otherwise, of oneself before of one's role: the
// server's own reckoning is `Standing.may`. A room that we have only just come into has a snapshot on its way.
export function withMay(room, me) {
  if (!room.usual) return room;
  const role = room.owner === me.id ? "owner" : room.role;
  const may = new Set(room.usual[role]);
  const says = role === "watcher" ? [] : [room.rights.find((each) => each.role === role), room.rights.find((each) => each.session === me.id)];
  for (const { allow, deny } of says.filter(Boolean)) {
    for (const action of allow) may.add(action);
    for (const action of deny) may.delete(action);
  }
  for (const action of room.usual.monitor ?? []) may.add(action);
  return { ...room, may: [...may] };
}

// Group rooms of others that can be found: which there are is said to all who may come in.
export function setListed(state, { room, kind, name, topic, private: closed, permanent, owner }) {
  if (!state.list || (kind !== "room_closed" && name === undefined)) return state;
  const others = state.list.rooms.filter((each) => each.id !== room);
  const known = state.list.rooms.find((each) => each.id === room);
  const now = { members: [], ...known, id: room, kind: "group", name, topic, private: closed, permanent, owner };
  return { ...state, list: { ...state.list, rooms: kind === "room_closed" ? others : known ? state.list.rooms.map((each) => (each === known ? now : each)) : [...others, now] } };
}

// The room is over for us. What an agent ended needs no reading any more; all else stays until it is put away.
export function endRoom(state, event, { reason, by }) {
  const { [event.room]: room, ...rooms } = state.rooms;
  if (!room) return state;
  const { [event.room]: _, ...typing } = state.typing;
  const outbox = state.outbox.filter((message) => message.room !== event.room || message.state === "refused");
  const done = isStaff(state.session) && by?.id === state.session.id;
  const ended = done ? state.ended : last(KEPT_ENDED, { ...state.ended, [room.id]: { ...room, ended: { reason, by, at: event.at } } });
  return { ...state, rooms, typing, ended, outbox, list: unlisted(state, room.id) };
}

// A room that is open to those inside alone is found no more by who is out of it, but by those who see all rooms.
function unlisted({ list, session }, id) {
  if (!list || session.permissions?.includes("monitor")) return list;
  return { ...list, rooms: list.rooms.filter((each) => each.id !== id || (each.kind === "group" && !each.private)) };
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
