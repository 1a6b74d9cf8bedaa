// One live connection for all tabs of a browser that show the same session: a browser opens six to a server, and each tab
// with its own would leave none to send with. One tab leads and passes on what it hears; the others follow.
//
// There is no election: a tab leads until it hears of one that was there before it, and leads again when that one says
// goodbye or is silent for too long. Two that lead for a moment cost a connection and nothing else. Invariant: whoever
// follows knows from where to where each piece of the log goes, and fetches what is missing; so it hears what the leader
// hears, once. Without BroadcastChannel every tab leads.

import { Live } from "./live.js";

// How long a tab waits for the next leader's word before it leads itself, at most; drawn by lot, so that one is the first.
const SUCCEED_MS = 300;

export class SharedLive {
  #live;
  #channel = null;
  #name = null;
  #following = false;
  #stopped = true;
  #rank;
  #state = "lost";
  #order = Promise.resolve();
  #silence = null;
  #turn = 0;

  // As Live, and: `name()` of the session that is listened for, `Channel` as BroadcastChannel, `rank` [when, who]: the
  // smaller leads.
  constructor({ Channel, name, rank, ...options }) {
    Object.assign(this, { Channel, name, options });
    this.#rank = rank;
    this.#live = new Live({
      ...options,
      connection: (state) => this.#tell(state),
      moved: (from, to, events) => this.#post({ kind: "moved", from, to, events }),
    });
    this.silenceSeconds = options.heartbeatSeconds * 2 + 5;
  }

  get leads() {
    return !this.#stopped && !this.#following;
  }

  start(cursor) {
    this.#stopped = false;
    this.#turn += 1;
    this.#join();
    this.#live.cursor = cursor;
    if (this.#following) this.#post({ kind: "hello" });
    else this.#lead();
  }

  // Also when the tab is closed: the others need not wait for its silence.
  stop() {
    if (this.leads) this.#post({ kind: "bye" });
    this.#stopped = true;
    this.#following = false;
    this.#turn += 1;
    clearTimeout(this.#silence);
    this.#live.stop();
  }

  hurry(doubt = false) {
    if (this.#following) {
      this.#post({ kind: "hurry", doubt });
      // A machine that slept: the leader may be gone.
      if (doubt) this.#watch(SUCCEED_MS * 4);
      this.#post({ kind: "hello" });
    } else {
      this.#live.hurry(doubt);
    }
  }

  #join() {
    const name = this.Channel && this.name();
    if (name === this.#name) return;
    this.#channel?.close();
    this.#following = false;
    this.#name = name;
    this.#channel = name ? new this.Channel(name) : null;
    if (this.#channel) this.#channel.onmessage = ({ data }) => this.#hearOf(data);
  }

  #lead() {
    this.#following = false;
    clearTimeout(this.#silence);
    this.#live.start(this.#live.cursor);
    this.#post({ kind: "hello" });
  }

  #follow() {
    this.#live.stop();
    this.#following = true;
  }

  #post(message) {
    if (!this.#channel || this.#stopped) return;
    if (message.kind === "moved" && this.#following) return;
    this.#channel.postMessage({ ...message, rank: this.#rank, state: this.#state });
  }

  #tell(state) {
    if (this.#stopped || this.#following) return;
    this.#state = state;
    this.options.connection(state);
    if (state === "lost") this.#post({ kind: "lost" });
  }

  #beat() {
    if (this.leads && this.#state === "live") this.#post({ kind: "moved", from: this.#live.cursor, to: this.#live.cursor, events: [] });
  }

  #hearOf(message) {
    if (this.#stopped) return;
    const { kind, rank } = message;
    if (kind === "hello") return this.#beat();
    if (kind === "hurry") return this.leads && this.#live.hurry(message.doubt);
    if (kind === "bye") return this.#following && this.#watch(Math.random() * SUCCEED_MS);
    if (kind === "lost") {
      if (this.#following) this.options.connection("lost");
      return undefined;
    }
    if (!this.#following) {
      // Whoever was there first goes on; the other one learns it from this.
      if (before(this.#rank, rank)) return this.#beat();
      this.#follow();
    }
    this.#watch(this.silenceSeconds * 1000);
    const turn = this.#turn;
    this.#order = this.#order.then(() => (turn === this.#turn && this.#following ? this.#take(message, turn) : undefined));
    return undefined;
  }

  // Leads when nothing is heard for so long.
  #watch(milliseconds) {
    clearTimeout(this.#silence);
    this.#silence = setTimeout(() => { if (this.#following && !this.#stopped) this.#lead(); }, milliseconds);
  }

  async #take({ from, to, events }, turn) {
    if (this.#live.cursor < from && !(await this.#catchUp(from, turn))) return;
    if (turn !== this.#turn || !this.#following) return;
    const fresh = events.filter(({ id }) => id === undefined || id === null || id > this.#live.cursor);
    this.#live.cursor = Math.max(this.#live.cursor, to);
    this.options.connection("live");
    if (fresh.length) this.options.hear(fresh);
  }

  // What the leader heard before this tab was there to be told.
  async #catchUp(upTo, turn) {
    try {
      while (this.#live.cursor < upTo) {
        const { events, cursor } = await this.options.api.get(`/listen?cursor=${this.#live.cursor}&wait=0`);
        if (turn !== this.#turn || !this.#following) return false;
        const stuck = cursor <= this.#live.cursor;
        this.#live.cursor = Math.max(this.#live.cursor, cursor);
        if (events.length) this.options.hear(events);
        // Nothing more for us there: the leader's place is ours too.
        if (stuck) this.#live.cursor = upTo;
      }
      return true;
    } catch {
      // Whatever is the matter, a listener of its own knows how to go on.
      if (turn === this.#turn && this.#following) this.#lead();
      return false;
    }
  }
}

function before([when, who], [otherWhen, otherWho]) {
  return when < otherWhen || (when === otherWhen && who < otherWho);
}
