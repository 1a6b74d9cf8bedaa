// What is put to an agent: offers of guests and conversations, invitations, calls for a moderator; and what became of an
// offer of one's own. The steps of the fold in store.js for them, and pure like it.

import { isStaff } from "./people.js";

export const NONE = Object.freeze({
  // Offers to us: {offer, reason: queue|transfer|invite, expires_at, name, question, guest?, metadata?, room?, note?, from?}.
  offers: [],
  // What we offered, by room: {offer, reason, to, expires_at, how?}; `how` once it is over without a yes.
  offered: {},
  // Invitations that we have not followed: {room, name, room_kind, from, note}; shown once no offer for the room stands.
  invitations: [],
  // Moderators: who calls for one: {report, room, from, reason}.
  reports: [],
  // Moderators: guests whom somebody was offered and did not answer: {guest, to, missed}.
  unanswered: [],
});

export const OFFER_STEPS = {
  offered(state, { offer, to, from, room, expires_at, ...event }) {
    const me = state.session?.id;
    if (to.id === me) {
      const { reason, name, question, guest, metadata, note } = event;
      const made = { offer, reason, expires_at, name, question, guest, metadata, room, note, from };
      return { ...state, offers: [...withoutOffer(state.offers, offer), made] };
    }
    if (from?.id !== me) return state;
    return { ...state, offered: { ...state.offered, [room]: { offer, reason: event.reason, to, expires_at } } };
  },

  offer_expired(state, { offer, how, room, to }) {
    const mine = state.offered[room];
    const offered = mine?.offer === offer ? { ...state.offered, [room]: { ...mine, to, how } } : state.offered;
    // Who declines a seat is not invited any more; who only missed the offer still is.
    const declined = how === "declined" && to?.id === state.session?.id;
    const invitations = declined ? state.invitations.filter((each) => each.room !== room) : state.invitations;
    return { ...state, offers: withoutOffer(state.offers, offer), offered, invitations };
  },

  offer_unanswered(state, { guest, to, missed }) {
    const others = state.unanswered.filter((each) => each.guest.id !== guest.id);
    return { ...state, unanswered: [...others, { guest, to, missed }] };
  },

  guest_offered(state, { guest, to }) {
    if (!isStaff(state.session)) return state;
    const entries = state.queue.entries.map((entry) => (entry.id === guest ? { ...entry, offered_to: to } : entry));
    return { ...state, queue: { ...state.queue, entries } };
  },

  invited(state, { room, name, room_kind, from, note = "" }) {
    const others = state.invitations.filter((each) => each.room !== room);
    return { ...state, invitations: [...others, { room, name, room_kind, from, note }] };
  },

  reported: (state, { report, room, from, reason }) => ({ ...state, reports: [...state.reports, { report, room, from, reason }] }),

  "my:offer-gone": (state, { offer }) => ({ ...state, offers: withoutOffer(state.offers, offer) }),
  "my:offered-seen": (state, { room }) => ({ ...state, offered: without(state.offered, room) }),
  "my:invitation-gone": (state, { room }) => ({ ...state, invitations: state.invitations.filter((each) => each.room !== room) }),
  "my:unanswered-gone": (state, { guest }) => ({ ...state, unanswered: state.unanswered.filter((each) => each.guest.id !== guest) }),
  "my:report-gone": (state, { report }) => ({ ...state, reports: state.reports.filter((each) => each.report !== report) }),
};

// We are in this room: what led into it is settled.
export function settle(state, room) {
  return {
    ...state,
    offers: state.offers.filter((each) => each.room !== room),
    invitations: state.invitations.filter((each) => each.room !== room),
  };
}

// The guest waits no more: nobody is offered this one any longer.
export function settleGuest(state, guest) {
  const unanswered = state.unanswered.some((each) => each.guest.id === guest)
    ? state.unanswered.filter((each) => each.guest.id !== guest) : state.unanswered;
  return { ...state, unanswered, offers: state.offers.filter((each) => each.guest !== guest) };
}

export function withoutOffered(state, room) {
  return state.offered[room] ? { ...state, offered: without(state.offered, room) } : state;
}

function withoutOffer(offers, offer) {
  return offers.filter((each) => each.offer !== offer);
}

function without(object, key) {
  const { [key]: _, ...others } = object;
  return others;
}
