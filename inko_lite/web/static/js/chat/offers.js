// What is put to an agent: offers of guests and conversations, invitations, calls for a moderator; and what became of an
// offer of one's own. The steps of the fold in store.js for them, and pure like it.

import { isStaff } from "./people.js";

export const NONE = Object.freeze({
  // Offers to us: {offer, reason: queue|transfer, expires_at, name, question, guest?, metadata?, room?, note?, from?}.
  offers: [],
  // What we offered, by room: {offer, to, expires_at, how?}; `how` once it is over without a yes.
  offered: {},
  // Invitations that we have not followed: {room, name, room_kind, from}.
  invitations: [],
  // Moderators: who calls for one: {report, room, from, reason}.
  reports: [],
});

export const OFFER_STEPS = {
  offered(state, { offer, to, from, room, expires_at, ...event }) {
    const me = state.session?.id;
    if (to.id === me) {
      const { reason, name, question, guest, metadata, note } = event;
      const made = { offer, reason, expires_at, name, question, guest, metadata, room, note, from };
      return { ...state, offers: [...withoutOffer(state.offers, offer), made] };
    }
    return from?.id === me ? { ...state, offered: { ...state.offered, [room]: { offer, to, expires_at } } } : state;
  },

  offer_expired(state, { offer, how, room, to }) {
    const mine = state.offered[room];
    const offered = mine?.offer === offer ? { ...state.offered, [room]: { ...mine, to, how } } : state.offered;
    return { ...state, offers: withoutOffer(state.offers, offer), offered };
  },

  guest_offered(state, { guest, to }) {
    if (!isStaff(state.session)) return state;
    const entries = state.queue.entries.map((entry) => (entry.id === guest ? { ...entry, offered_to: to } : entry));
    return { ...state, queue: { ...state.queue, entries } };
  },

  invited(state, { room, name, room_kind, from }) {
    const others = state.invitations.filter((each) => each.room !== room);
    return { ...state, invitations: [...others, { room, name, room_kind, from }] };
  },

  reported: (state, { report, room, from, reason }) => ({ ...state, reports: [...state.reports, { report, room, from, reason }] }),

  "my:offer-gone": (state, { offer }) => ({ ...state, offers: withoutOffer(state.offers, offer) }),
  "my:offered-seen": (state, { room }) => ({ ...state, offered: without(state.offered, room) }),
  "my:invitation-gone": (state, { room }) => ({ ...state, invitations: state.invitations.filter((each) => each.room !== room) }),
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
  return { ...state, offers: state.offers.filter((each) => each.guest !== guest) };
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
