// The state of this tab, and nothing else: fold(state, event) gives the next state and changes nothing. It starts from
// a snapshot (GET /state) and goes on with events, those of the server and our own ("my:…", things that only this tab knows).
//
// Invariant: fold(snapshot, events) is what a fresh snapshot would say.

import { NONE, OFFER_STEPS, settle, withoutOffered } from "./offers.js";
import { isStaff, setChats } from "./people.js";
import { QUEUE_STEPS, countAgents, queueOf } from "./queue.js";
import { changeRoom, endRoom, keep, missed, newRoom, putAway, setListed, setOwner, setRights, setTyping } from "./rooms.js";

export const EMPTY = Object.freeze({
  ready: false,
  cursor: 0,
  session: null,
  limits: null,
  rooms: {},
  queue: { status: "unknown", waiting: 0, agents_online: 0, position: null, wait_seconds: null, entries: [] },
  // The guest's own place in the queue: {question, name, metadata, position, wait_seconds}.
  place: null,
  // With which a guest comes back from another browser.
  resume_code: null,
  agents: [],
  // Staff: who is in which room, as /list told last: {agents, guests, rooms}.
  list: null,
  ...NONE,
  // Messages under way: {client_id, room, body, at, state: sending|retrying|sent|refused, detail}.
  outbox: [],
  // Up to which event each room has been read here.
  read: {},
  // Typing people by room: {room: {session: {name, state}}}.
  typing: {},
  // People whose connection is away for the moment: {session: "reconnecting"}.
  presence: {},
  connection: { state: "connecting", since: 0 },
  // Set when the chat is over for this tab: {reason, login_url}.
  out: null,
  // Rooms that ended here, kept to be read until they are put away: {room: room with `ended: {reason, by, at}`}.
  ended: {},
  // Why the guest is out of the queue: {reason}.
  dequeued: null,
});

// What is told to one person about a room, and is no part of what was said there.
const PERSONAL = new Set([
  "assigned", "queued", "dequeued", "offered", "offer_expired", "invited", "reported", "direct", "load", "room_opened", "room_changed", "room_closed",
]);

export function fold(state, event) {
  if (event.id !== undefined && event.id !== null) {
    if (event.id <= state.cursor) return state;
    state = { ...state, cursor: event.id };
  }
  if (event.room && event.id && state.rooms[event.room] && !PERSONAL.has(event.kind)) state = changeRoom(state, event.room, (room) => keep(room, event));
  const step = STEPS[event.kind];
  return step ? step(state, event) : state;
}

const STEPS = {
  ...QUEUE_STEPS,
  ...OFFER_STEPS,

  // ── rooms ──
  message(state, event) {
    state = setTyping(state, event.room, event.from, "off");
    if (event.from.id !== state.session?.id) return state;
    const outbox = state.outbox.filter((message) => message.client_id !== event.client_id);
    return outbox.length === state.outbox.length ? state : { ...state, outbox };
  },

  joined(state, event) {
    if (event.from.id === state.session?.id && !state.rooms[event.room]) {
      const room = keep(newRoom(event.room, event.role, event.at), event);
      state = settle({ ...putAway(state), rooms: { ...state.rooms, [event.room]: room } }, event.room);
    }
    // Whom we asked to come has come.
    if (state.offered[event.room]?.to.id === event.from.id) state = withoutOffered(state, event.room);
    return changeRoom(state, event.room, (room) => {
      const others = room.members.filter((member) => member.id !== event.from.id);
      return { ...room, members: [...others, { status: "online", ...event.from, role: event.role }] };
    });
  },

  watching: (state, event) => STEPS.joined(state, event),

  left(state, event) {
    state = setTyping(state, event.room, event.from, "off");
    if (event.from.id === state.session?.id) return endRoom(state, event, { reason: event.reason ?? "left", by: event.by ?? event.from });
    state = changeRoom(state, event.room, (room) => ({
      ...room, members: room.members.filter((member) => member.id !== event.from.id),
    }));
    return event.owner ? setOwner(state, event.room, event.owner) : state;
  },

  kicked: (state, event) => STEPS.left(state, { ...event, reason: "kicked" }),

  ended(state, event) {
    return endRoom(state, event, { reason: event.reason, by: event.from ?? null });
  },

  rights: (state, event) => setRights(state, event.room, event),
  room_opened: setListed,
  room_changed: setListed,
  room_closed: setListed,

  topic: (state, event) => changeRoom(state, event.room, (room) => ({ ...room, topic: event.topic })),
  tagged: (state, event) => changeRoom(state, event.room, (room) => ({ ...room, tags: event.tags })),

  // To an agent, or to nobody: back into the queue.
  transferred: (state, event) => setOwner(withoutOffered(state, event.room), event.room, event.to?.id ?? null),
  taken_over: (state, event) => setOwner(withoutOffered(state, event.room), event.room, event.from.id),

  redacted(state, event) {
    const gone = (each) => (each.id === event.event ? { ...each, body: "", html: "", redacted: true } : each);
    return changeRoom(state, event.room, (room) => ({
      ...room,
      events: room.events.map(gone),
      ...(room.older_notes ? { older_notes: room.older_notes.map(gone) } : {}),
    }));
  },

  // Somebody's data is gone, everywhere: what was said up to here is shown no longer.
  erased(state, { rooms: gone, up_to: upTo }) {
    const spoken = ({ id, kind }) => id <= upTo && (kind === "message" || kind === "note");
    const empty = (each) => (spoken(each) ? { ...each, body: "", html: "", purged: true } : each);
    const erase = (room) => (gone.includes(room.id)
      ? { ...room, name: "", topic: "", question: null, metadata: {}, events: room.events.map(empty) } : room);
    return { ...state, rooms: mapValues(state.rooms, erase), ended: mapValues(state.ended, erase) };
  },

  typing: (state, event) => setTyping(state, event.room, event.from, event.state),

  presence(state, event) {
    const presence = { ...state.presence };
    if (event.state === "reconnecting") presence[event.session] = event.state;
    else delete presence[event.session];
    return { ...state, presence };
  },

  // ── people ──
  status(state, event) {
    const change = (person) => (person.id === event.from.id ? { ...person, status: event.status } : person);
    const rooms = mapValues(state.rooms, (room) => ({ ...room, members: room.members.map(change) }));
    const known = state.agents.some((agent) => agent.id === event.from.id);
    let agents = state.agents.map(change).filter((agent) => agent.status !== "offline");
    if (!known && !event.room && event.status !== "offline" && isStaff(event.from)) {
      agents = [...agents, { chats: 0, chat_limit: null, ...event.from, status: event.status }];
    }
    const own = state.session?.id === event.from.id;
    const session = own ? { ...state.session, status: event.status, status_reason: event.reason ?? null } : state.session;
    return countAgents({ ...state, rooms, agents, session });
  },

  limit(state, event) {
    if (event.what === "session_bytes") {
      return changeRoom(state, event.room, (room) => ({ ...room, nearly_full: { size: event.size, limit: event.limit } }));
    }
    const change = (person) => (person && person.id === event.session ? { ...person, chat_limit: event.limit } : person);
    return { ...state, agents: state.agents.map(change), session: change(state.session) };
  },

  load: (state, { agent, chats }) => setChats(state, agent, chats),

  session_ended: (state, event) => ({ ...state, out: { reason: event.reason } }),
  // The guest came back with the code, in another browser: this one has the visit no longer.
  resumed: (state) => ({ ...state, out: { reason: "resumed" } }),

  // ── what only this tab knows ──
  // Who is where, and which rooms are open; of group rooms events go on from it.
  "my:list": (state, { list }) => countAgents({ ...state, list, agents: list.agents }),
  "my:begin": (state) => ({ ...EMPTY, connection: state.connection }),
  "my:session": (state, { session, limits }) => ({ ...state, session, limits }),

  "my:snapshot"(state, { snapshot, heard }) {
    const staff = isStaff(snapshot.session);
    const rooms = Object.fromEntries(snapshot.rooms.map((room) => [room.id, room]));
    const said = new Set(snapshot.rooms.flatMap((room) => room.events.map((event) => event.client_id)));
    const queue = queueOf(state, snapshot, heard);
    return {
      ...state,
      ...queue,
      ready: true,
      cursor: snapshot.cursor,
      session: { ...state.session, ...snapshot.session },
      rooms,
      agents: snapshot.agents ?? [],
      offers: snapshot.offers ?? [],
      invitations: snapshot.invitations ?? [],
      outbox: state.outbox.filter((message) => !said.has(message.client_id)),
      typing: {},
      presence: {},
      ended: !staff && (snapshot.rooms.length || queue.place) ? {} : { ...state.ended, ...missed(state, rooms) },
    };
  },

  "my:earlier": (state, { room, events, more }) => changeRoom(state, room, (known) => {
    const first = known.events[0]?.id ?? Infinity;
    const older = events.filter((event) => event.id < first);
    const back = new Set(older.map((event) => event.id));
    const notes = known.older_notes?.filter((event) => !back.has(event.id));
    return { ...known, more, events: [...older, ...known.events], ...(notes ? { older_notes: notes } : {}) };
  }),

  // A long conversation keeps its end, and the notes for agents whole; what is older is fetched again when it is looked for.
  "my:trim": (state, { room, keep: most }) => changeRoom(state, room, (known) => {
    if (known.events.length <= most) return known;
    const older = known.events.slice(0, -most);
    const kept = [...(known.older_notes ?? []), ...older.filter((event) => event.kind === "note")];
    return { ...known, events: known.events.slice(-most), more: true, older_notes: kept };
  }),

  "my:message": (state, { message }) => ({
    ...state, outbox: [...state.outbox.filter((each) => each.client_id !== message.client_id), message],
  }),

  "my:message-state": (state, { client_id, change }) => ({
    ...state,
    outbox: state.outbox.map((message) => (message.client_id === client_id ? { ...message, ...change } : message)),
  }),

  "my:message-gone": (state, { client_id }) => ({
    ...state, outbox: state.outbox.filter((message) => message.client_id !== client_id),
  }),

  "my:read"(state, { room, event }) {
    return (state.read[room] ?? 0) >= event ? state : { ...state, read: { ...state.read, [room]: event } };
  },

  "my:connection": (state, { connection }) => ({ ...state, connection }),
  "my:out": (state, { out }) => ({ ...state, out }),
  "my:again": (state) => ({ ...state, ended: {}, dequeued: null }),
  "my:ended": (state, { room }) => ({ ...state, ended: { ...state.ended, [room.id]: room } }),
  "my:put-away"(state, { room }) {
    const { [room]: _, ...ended } = state.ended;
    return { ...state, ended };
  },
};

function mapValues(object, change) {
  return Object.fromEntries(Object.entries(object).map(([key, value]) => [key, change(value)]));
}
