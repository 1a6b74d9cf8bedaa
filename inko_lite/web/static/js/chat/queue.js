// The queue as guests and agents see it: the steps of the fold in store.js for it, and pure like it.

import { settleGuest } from "./offers.js";
import { isStaff } from "./people.js";
import { changeRoom, putAway, setOwner, withMay } from "./rooms.js";

export const QUEUE_STEPS = {
  queued(state, event) {
    // A guest is told the place alone, an agent the whole entry.
    if (!event.entry) return QUEUE_STEPS["my:place"](state, { place: { position: event.position, wait_seconds: event.wait_seconds } });
    if (!isStaff(state.session)) return state;
    const entry = { ...event.entry, since: since(event.entry, event) };
    const entries = state.queue.entries.filter((each) => each.id !== entry.id);
    // Who comes back from a chat stands before the others.
    entries.splice(entry.position - 1, 0, entry);
    return setEntries(state, entries);
  },

  dequeued(state, event) {
    if (event.guest === state.session?.id) state = { ...state, place: null, dequeued: { reason: event.reason } };
    state = settleGuest(state, event.guest);
    // A chat that was given back has somebody again, as whoever stayed in it hears here.
    const given = event.agent && Object.values(state.rooms).find((room) => room.kind === "support" && room.guest === event.guest && !room.owner);
    if (given) state = setOwner(state, given.id, event.agent.id);
    return setEntries(state, state.queue.entries.filter((entry) => entry.id !== event.guest));
  },

  // To the guest and to the agent, after both have joined. A chat that changed hands comes without the guest.
  assigned(state, event) {
    const staff = isStaff(state.session);
    const known = staff ? state.queue.entries.find((entry) => entry.id === event.with?.id) : state.place;
    state = changeRoom(state, event.room, (room) => withMay({
      ...room,
      name: staff ? event.name : known?.name ?? room.name,
      question: event.question ?? known?.question ?? room.question,
      metadata: known?.metadata ?? room.metadata,
      guest: staff ? event.with?.id ?? room.guest : state.session.id,
      owner: staff ? state.session.id : event.with?.id ?? room.owner,
      members: !event.with || room.members.some((member) => member.id === event.with.id)
        ? room.members
        : [{ status: "online", ...event.with, role: staff ? "guest" : "agent" }, ...room.members],
    }, state.session));
    return staff ? settleGuest(state, event.with?.id) : { ...state, place: null, dequeued: null };
  },

  position(state, event) {
    if (!state.place) return state;
    const { position, wait_seconds } = event;
    return { ...state, place: { ...state.place, position, wait_seconds } };
  },

  queue_opened: (state, event) => setStatus(state, event),
  queue_closed: (state, event) => setStatus(state, event),

  "my:waittime"(state, { waittime }) {
    return { ...state, queue: { ...state.queue, reason: undefined, ...waittime } };
  },

  "my:place"(state, { place }) {
    return { ...putAway(state), place: state.place ? { ...state.place, ...place } : place, dequeued: null };
  },

  "my:code": (state, { code }) => ({ ...state, resume_code: code }),
};

// The queue of a snapshot, and the own place in it.
export function queueOf(state, snapshot, heard) {
  const staff = isStaff(snapshot.session);
  const entries = staff ? (snapshot.queue.entries ?? []).map((entry) => ({ ...entry, since: since(entry, { heard }) })) : [];
  const { entry, position, waiting, wait_seconds } = snapshot.queue;
  // A guest who waits is told the own entry; from a server that does not, the place tells: whoever does not wait is behind all.
  const waits = !staff && (entry === undefined ? position <= waiting : entry !== null);
  const place = waits ? { ...state.place, ...entry, position, wait_seconds } : null;
  return { queue: { ...snapshot.queue, entries }, place, resume_code: snapshot.resume_code ?? null };
}

export function countAgents(state) {
  if (!isStaff(state.session)) return state;
  const online = state.agents.filter((agent) => agent.status === "online").length;
  return openOrNot({ ...state, queue: { ...state.queue, agents_online: online } });
}

function setStatus(state, { status, mode, reason }) {
  return { ...state, queue: { ...state.queue, status, mode, reason: reason || undefined } };
}

function setEntries(state, entries) {
  if (!isStaff(state.session)) return state;
  const placed = entries.map((entry, index) => (entry.position === index + 1 ? entry : { ...entry, position: index + 1 }));
  return openOrNot({ ...state, queue: { ...state.queue, entries: placed, waiting: placed.length } });
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
