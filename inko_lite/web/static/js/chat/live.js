// A listener of this browser's: an event stream, or long polls where a proxy holds streams back. It keeps its place in the
// log as a number and goes on from there after anything: nothing missed, nothing twice.

import { Refused, Unreachable } from "./api.js";
import { Pause } from "./pause.js";
import { SseParser } from "./sse.js";

// Where streams do not come through, polls do for this long; then a stream is tried again.
const POLL_SECONDS = 600;

export class Live {
  #stopping = null;
  #turn = null;
  #pollUntil = 0;
  #pause;

  // `hear(events)` gets what happened, in order; `connection(state)` "live" or "lost"; `gone()` fetches a new snapshot
  // and gives its cursor; `out(refusal)` is told that the session is over; `moved(from, to, events)` of every sign of life,
  // with all that was heard between two places in the log.
  constructor({
    api, waitSeconds, heartbeatSeconds, hear, connection, gone, out, moved = () => {}, random = Math.random, now = Date.now,
  }) {
    Object.assign(this, { api, waitSeconds, heartbeatSeconds, hear, connection, gone, out, moved, random, now });
    this.#pause = new Pause({ random });
    this.cursor = 0;
  }

  start(cursor) {
    this.stop();
    this.cursor = cursor;
    this.#stopping = new AbortController();
    this.#run(this.#stopping.signal);
  }

  stop() {
    this.#stopping?.abort();
    this.#stopping = null;
  }

  // The network may be back: try now. With `doubt`, also drop a connection that may be dead and not know it.
  hurry(doubt = false) {
    this.#pause.hurry();
    if (doubt) this.#turn?.abort();
  }

  async #run(signal) {
    while (!signal.aborted) {
      let delay = null;
      try {
        delay = this.now() >= this.#pollUntil ? await this.#stream(signal) : await this.#poll(signal);
      } catch (error) {
        if (signal.aborted) return;
        if (error instanceof Refused && error.code === "cursor.gone") {
          delay = await this.#again();
        } else if (error instanceof Refused && error.status === 401) {
          this.connection("lost");
          return this.out(error);
        } else {
          delay = error.retryAfter ? error.retryAfter * 1000 * (1 + this.random() / 4) : this.#pause.next();
        }
      }
      if (delay === null || signal.aborted) continue;
      this.connection("lost");
      await this.#pause.wait(delay, signal);
    }
  }

  async #again() {
    try {
      this.cursor = await this.gone();
      return null;
    } catch {
      return this.#pause.next();
    }
  }

  // One stream until it ends; gives the delay before the next.
  async #stream(signal) {
    const { turn, watch } = this.#newTurn(signal);
    try {
      // Behind a proxy that gathers the whole reply not even its head arrives: one heartbeat is the time to know.
      watch(this.heartbeatSeconds + 5, () => this.#pollOnly());
      const response = await this.api.request(`/listen?cursor=${this.cursor}`, {
        headers: { Accept: "text/event-stream" }, signal: turn.signal,
      });
      if (!(response.headers.get("Content-Type") ?? "").includes("text/event-stream")) {
        this.#pollOnly();
        return null;
      }
      this.connection("live");
      const parser = new SseParser();
      const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
      for (;;) {
        const { done, value } = await reader.read();
        if (done) return parser.retry === null ? this.#pause.next() : parser.retry * (0.5 + this.random());
        watch(this.heartbeatSeconds * 2 + 5, () => {});
        this.#pause.reset();
        const items = parser.feed(value).map(({ id, data }) => ({ id, event: JSON.parse(data) }));
        this.#take(items, Number(parser.lastId ?? 0), signal);
      }
    } catch (error) {
      if (signal.aborted) throw error;
      // Dropped in doubt or by the watch: no reason to wait.
      if (turn.signal.aborted) return 0;
      throw error instanceof Refused ? error : new Unreachable(error.message, error.retryAfter);
    } finally {
      watch(null);
      turn.abort();
    }
  }

  async #poll(signal) {
    const { turn, watch } = this.#newTurn(signal);
    try {
      watch(this.waitSeconds + 15, () => {});
      const reply = await this.api.get(`/listen?cursor=${this.cursor}&wait=${this.waitSeconds}`, { signal: turn.signal });
      this.#pause.reset();
      this.connection("live");
      this.#take(reply.events.map((event) => ({ id: event.id, event })), reply.cursor, signal);
      // A server that stops answers at once and says when to come again.
      return reply.retry_after ? reply.retry_after * 1000 : null;
    } catch (error) {
      if (!signal.aborted && turn.signal.aborted) return 0;
      throw error;
    } finally {
      watch(null);
    }
  }

  #pollOnly() {
    this.#pollUntil = this.now() + POLL_SECONDS * 1000;
  }

  #newTurn(signal) {
    const turn = new AbortController();
    this.#turn = turn;
    signal.addEventListener("abort", () => turn.abort(), { signal: turn.signal });
    let timer = null;
    // Ends the turn when nothing comes for `seconds`; null only stops watching.
    const watch = (seconds, late) => {
      clearTimeout(timer);
      if (seconds !== null) timer = setTimeout(() => { late(); turn.abort(); }, seconds * 1000);
    };
    return { turn, watch };
  }

  // `upTo`: there is nothing for us in the log up to here but these.
  #take(items, upTo, signal) {
    const from = this.cursor;
    const events = [];
    for (const { id, event } of items) {
      if (id !== null && id !== undefined && id !== "") {
        if (Number(id) <= this.cursor) continue;
        this.cursor = Number(id);
      }
      events.push(event);
    }
    this.cursor = Math.max(this.cursor, upTo);
    const to = this.cursor;
    if (events.length) this.hear(events);
    if (!signal.aborted) this.moved(from, to, events);
  }
}
