// The state of this tab, and nothing else: fold(state, event) gives the next state and changes nothing. It starts from
// a snapshot (GET /state) and goes on with events, those of the server and our own ("my:…", things that only this tab knows).
//
// Invariant: fold(snapshot, events) is what a fresh snapshot would say.

import { addChats, isStaff } from "./people.js";
import { changeRoom, endRoom, keep, missed, newRoom, putAway, setTyping } from "./rooms.js";

export const EMPTY = Object.freeze({
  ready: false,
  cursor: 0,
  session: null,
  limits: null,
  rooms: {},
  queue: { status: "unknown", waiting: 0, agents_online: 0, position: null, wait_seconds: null, entries: [] },
  // The guest's own place in the queue: {question, name, metadata, position, wait_seconds}.
  place: null,
  agents: [],
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

export function fold(state, event) {
  if (event.id !== undefined && event.id !== null) {
    if (event.id <= state.cursor) return state;
    state = { ...state, cursor: event.id };
  }
  if (event.room && event.id && state.rooms[event.room]) state = changeRoom(state, event.room, (room) => keep(room, event));
  const step = STEPS[event.kind];
  return step ? step(state, event) : state;
}

const STEPS = {
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
      state = { ...putAway(state), rooms: { ...state.rooms, [event.room]: room } };
    }
    return changeRoom(state, event.room, (room) => {
      const others = room.members.filter((member) => member.id !== event.from.id);
      return { ...room, members: [...others, { status: "online", ...event.from, role: event.role }] };
    });
  },

  left(state, event) {
    state = setTyping(state, event.room, event.from, "off");
    if (event.from.id === state.session?.id) return endRoom(state, event, { reason: event.reason ?? "left", by: event.from });
    return changeRoom(state, event.room, (room) => ({
      ...room, members: room.members.filter((member) => member.id !== event.from.id),
    }));
  },

  kicked: (state, event) => STEPS.left(state, { ...event, reason: "kicked" }),

  ended(state, event) {
    return endRoom(state, event, { reason: event.reason, by: event.from ?? null });
  },

  topic: (state, event) => changeRoom(state, event.room, (room) => ({ ...room, topic: event.topic })),

  redacted(state, event) {
    return changeRoom(state, event.room, (room) => ({
      ...room,
      events: room.events.map((each) => (each.id === event.event ? { ...each, body: "", html: "", redacted: true } : each)),
    }));
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
    const session = state.session && change(state.session);
    return countAgents({ ...state, rooms, agents, session });
  },

  limit(state, event) {
    const change = (person) => (person?.id === event.session ? { ...person, chat_limit: event.limit } : person);
    return { ...state, agents: state.agents.map(change), session: change(state.session) };
  },

  session_ended: (state, event) => ({ ...state, out: { reason: event.reason } }),

  // ── the queue ──
  queued(state, event) {
    // A guest is told the place alone, an agent the whole entry.
    if (!event.entry) return STEPS["my:place"](state, { place: { position: event.position, wait_seconds: event.wait_seconds } });
    const entry = { ...event.entry, since: since(event.entry, event) };
    if (!isStaff(state.session)) return state;
    const entries = [...state.queue.entries.filter((each) => each.id !== entry.id), entry];
    return setEntries(state, entries.sort((a, b) => a.position - b.position));
  },

  dequeued(state, event) {
    if (event.guest === state.session?.id) state = { ...state, place: null, dequeued: { reason: event.reason } };
    if (event.agent) state = addChats(state, event.agent.id, 1);
    return setEntries(state, state.queue.entries.filter((entry) => entry.id !== event.guest));
  },

  // To the guest and to the agent, after both have joined. A chat that changed hands comes without the guest.
  assigned(state, event) {
    const staff = isStaff(state.session);
    const known = staff ? state.queue.entries.find((entry) => entry.id === event.with?.id) : state.place;
    state = changeRoom(state, event.room, (room) => ({
      ...room,
      name: staff ? event.name : known?.name ?? room.name,
      question: event.question ?? known?.question ?? room.question,
      metadata: known?.metadata ?? room.metadata,
      guest: staff ? event.with?.id ?? room.guest : state.session.id,
      owner: staff ? state.session.id : event.with?.id ?? room.owner,
      members: !event.with || room.members.some((member) => member.id === event.with.id)
        ? room.members
        : [{ status: "online", ...event.with, role: staff ? "guest" : "agent" }, ...room.members],
    }));
    return staff ? state : { ...state, place: null, dequeued: null };
  },

  position(state, event) {
    if (!state.place) return state;
    const { position, wait_seconds } = event;
    return { ...state, place: { ...state.place, position, wait_seconds } };
  },

  // ── what only this tab knows ──
  "my:session": (state, { session, limits }) => ({ ...state, session, limits }),

  "my:snapshot"(state, { snapshot, heard }) {
    const entries = (snapshot.queue.entries ?? []).map((entry) => ({ ...entry, since: since(entry, { heard }) }));
    const staff = isStaff(snapshot.session);
    // A guest who waits is told the own entry; from a server that does not, the place tells: whoever does not wait is behind all.
    const { entry, position, waiting, wait_seconds } = snapshot.queue;
    const waits = !staff && (entry === undefined ? position <= waiting : entry !== null);
    const place = waits ? { ...state.place, ...entry, position, wait_seconds } : null;
    const rooms = Object.fromEntries(snapshot.rooms.map((room) => [room.id, room]));
    const said = new Set(snapshot.rooms.flatMap((room) => room.events.map((event) => event.client_id)));
    return {
      ...state,
      ready: true,
      cursor: snapshot.cursor,
      session: { ...state.session, ...snapshot.session },
      rooms,
      queue: { ...snapshot.queue, entries: staff ? entries : [] },
      place,
      agents: snapshot.agents ?? [],
      outbox: state.outbox.filter((message) => !said.has(message.client_id)),
      typing: {},
      presence: {},
      ended: !staff && (snapshot.rooms.length || place) ? {} : { ...state.ended, ...missed(state, rooms) },
    };
  },

  "my:waittime"(state, { waittime }) {
    return { ...state, queue: { ...state.queue, reason: undefined, ...waittime } };
  },

  "my:place"(state, { place }) {
    return { ...putAway(state), place: state.place ? { ...state.place, ...place } : place, dequeued: null };
  },

  "my:earlier": (state, { room, events, more }) => changeRoom(state, room, (known) => {
    const first = known.events[0]?.id ?? Infinity;
    return { ...known, more, events: [...events.filter((event) => event.id < first), ...known.events] };
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

function setEntries(state, entries) {
  if (!isStaff(state.session)) return state;
  const placed = entries.map((entry, index) => (entry.position === index + 1 ? entry : { ...entry, position: index + 1 }));
  return openOrNot({ ...state, queue: { ...state.queue, entries: placed, waiting: placed.length } });
}

function countAgents(state) {
  if (!isStaff(state.session)) return state;
  const online = state.agents.filter((agent) => agent.status === "online").length;
  return openOrNot({ ...state, queue: { ...state.queue, agents_online: online } });
}

// What follows for the queue from who is here and how many wait; a queue that is closed stays closed.
function openOrNot(state) {
  const { queue } = state;
  if (queue.status === "closed") return state;
  const full = queue.waiting >= (state.limits?.waiting ?? Infinity);
  const status = queue.agents_online === 0 ? "unstaffed" : full ? "full" : "open";
  return status === queue.status ? state : { ...state, queue: { ...queue, status, reason: undefined } };
}

// When a guest began to wait, by this machine's clock.
function since(entry, { heard }) {
  return heard - (entry.waited_seconds ?? 0) * 1000;
}

function mapValues(object, change) {
  return Object.fromEntries(Object.entries(object).map(([key, value]) => [key, change(value)]));
}
