// What a tab keeps over a reload: drafts, messages under way, what has been read. A browser that keeps nothing is fine too.

import { lastEnded, supportRoom } from "./select.js";
import { isStaff } from "./people.js";

// What one tab keeps of messages under way; more would not fit the browser's store anyway.
const KEPT_MESSAGES = 50;

export class Memory {
  constructor(storage, prefix = "inko:") {
    Object.assign(this, { storage, prefix });
  }

  get(name, otherwise = null) {
    try {
      const text = this.storage.getItem(this.prefix + name);
      return text === null ? otherwise : JSON.parse(text);
    } catch {
      return otherwise;
    }
  }

  // null forgets it.
  set(name, value) {
    try {
      if (value === null) this.storage.removeItem(this.prefix + name);
      else this.storage.setItem(this.prefix + name, JSON.stringify(value));
    } catch {
      // Full, or forbidden in a private window: the page works without it.
    }
  }
}

// The parts of the state that outlive a reload, each under the session that they belong to. `tab` is this tab's own
// Memory, `browser` is shared by its tabs.
export class Keepsakes {
  constructor(tab, browser) {
    Object.assign(this, { tab, browser });
  }

  remember(before, state) {
    const { ready, session, outbox, read, ended, rooms } = state;
    if (!session) return;
    if (outbox !== before.outbox) {
      const messages = outbox.filter((message) => message.state !== "sent").slice(-KEPT_MESSAGES);
      this.#keep(this.tab, "outbox", session, messages.length ? messages : null);
    }
    if (read !== before.read) {
      const known = Object.entries(read).filter(([room]) => rooms[room] || !ready);
      this.#keep(this.browser, "read", session, Object.fromEntries(known));
    }
    if (ready && before.ready && state.place !== before.place && (state.place === null || state.place.question)) {
      const { name, question } = state.place ?? {};
      this.#keep(this.browser, "place", session, state.place && { name, question });
    }
    if (ready && before.ready && !isStaff(session) && (rooms !== before.rooms || ended !== before.ended)) {
      const room = supportRoom(state) ?? lastEnded(state);
      this.#keep(this.tab, "room", session, room && { ...room, events: [] });
    }
  }

  outbox = (session) => this.#recall(this.tab, "outbox", session) ?? [];

  // {room: event up to which it was read}, in any tab.
  read = (session) => this.#recall(this.browser, "read", session) ?? {};

  // {name, question} of a guest who waits.
  place = (session) => this.#recall(this.browser, "place", session);

  // The chat that a guest was in here, without what was said.
  room = (session) => this.#recall(this.tab, "room", session);

  #keep(memory, name, session, value) {
    memory.set(name, value === null ? null : { session: session.id, value });
  }

  #recall(memory, name, session) {
    const kept = memory.get(name);
    return kept?.session === session.id ? kept.value : null;
  }
}
