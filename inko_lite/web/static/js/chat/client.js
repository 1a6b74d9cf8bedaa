// One person's chat in this tab: the api, the listener and the state together, and everything that a person can do.
// Views read `client.state`, call its methods, and are told of each change; nothing here knows of a page.

import { Api, Refused, newClientId } from "./api.js";
import { Desk } from "./desk.js";
import { SharedLive } from "./shared_live.js";
import { Pause } from "./pause.js";
import { isStaff } from "./people.js";
import { EMPTY, fold } from "./store.js";
import { lastEventId, phase } from "./select.js";
import { Typing } from "./typing.js";
import { Visit } from "./visit.js";

const WAITTIME_SECONDS = 15;
const LOOK_MS = 500;

export class Client {
  #listeners = new Set();
  #sending = new Map();
  #pause = new Pause();
  #waittime = null;
  #looking = null;
  #stopping = new AbortController();
  #keepsakes;

  constructor({ settings, keepsakes, fetch, Channel = null, now = Date.now }) {
    this.api = new Api({ prefix: settings.prefix, fetch });
    this.#keepsakes = keepsakes;
    Object.assign(this, { settings, now });
    this.visit = new Visit(this);
    this.desk = new Desk(this);
    const post = (room, state) => this.api.post(`/message/${room}/typing`, { state }).catch(() => {});
    this.typist = new Typing({ post, expire: (event) => this.apply(event), now });
    this.state = { ...EMPTY, connection: { state: "connecting", since: now() } };
    this.live = new SharedLive({
      Channel,
      name: () => `inko:live:${settings.prefix}:${this.state.session.id}`,
      rank: [now(), newClientId()],
      api: this.api,
      waitSeconds: settings.wait_seconds,
      heartbeatSeconds: settings.heartbeat_seconds,
      hear: (events) => this.#hear(events),
      connection: (state) => this.#connection(state),
      gone: () => this.#snapshot(),
      out: (refusal) => this.#out(refusal),
    });
  }

  // Calls `listener` after every change; gives the function that stops it.
  subscribe(listener) {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  apply(...events) {
    const before = this.state;
    this.state = events.reduce(fold, before);
    if (this.state === before) return;
    this.#keepsakes.remember(before, this.state);
    for (const listener of this.#listeners) listener();
  }

  // ── beginning, and going on ──

  // Until it works: the page may be opened while the server restarts.
  async start() {
    for (;;) {
      try {
        const { session, limits } = await this.api.session();
        this.apply({ kind: "my:session", session, limits });
        for (const message of this.#keepsakes.outbox(session)) this.apply({ kind: "my:message", message });
        this.recallRead();
        await this.resync();
        this.#recallPlace();
        break;
      } catch (error) {
        if (error instanceof Refused && !error.passing) return this.#out(error);
        this.#connection("lost");
        await this.#pause.wait(error.retryAfter ? error.retryAfter * 1000 : this.#pause.next());
      }
    }
    this.#pause.reset();
    this.#waittime ??= setInterval(() => this.refreshWait(), WAITTIME_SECONDS * 1000);
    if (isStaff(this.state.session)) {
      this.refreshWait();
      this.desk.look().catch(() => {});
    }
    await this.#recallEnded().catch(() => {});
    for (const message of this.state.outbox) {
      if (this.state.rooms[message.room]) this.#send(message);
      else this.discard(message.client_id);
    }
  }

  // Resolves once it is known who we are and how things stand, or that we are out.
  async began() {
    while (!this.state.ready && !this.state.out) {
      await new Promise((resolve) => { const stop = this.subscribe(() => { stop(); resolve(); }); });
    }
  }

  // What is under way stays in the outbox, for the page that is loaded next.
  stop() {
    this.#stopping.abort();
    this.live.stop();
    clearInterval(this.#waittime);
    clearTimeout(this.#looking);
    this.#waittime = null;
  }

  // The network or the person is back: whatever waits is tried now.
  hurry(doubt = false) {
    // Where others are is told to nobody who is not there.
    if (this.state.ready && isStaff(this.state.session)) this.#lookSoon();
    this.#pause.hurry();
    this.api.hurry();
    this.live.hurry(doubt);
  }

  async #snapshot() {
    const snapshot = await this.api.get("/state");
    this.apply({ kind: "my:snapshot", snapshot, heard: this.now() });
    return snapshot.cursor;
  }

  // As somebody else: forgets all that this tab knows, and starts.
  async restart() {
    this.apply({ kind: "my:begin" });
    await this.start();
  }

  // Begins anew from a snapshot. The listener goes on from it too, as it may be older than what was heard meanwhile.
  async resync() {
    this.live.start(await this.#snapshot());
  }

  #hear(events) {
    const heard = this.now();
    try {
      this.apply(...events.map((event) => ({ ...event, heard })));
    } catch (error) {
      // An event that this page does not understand must not cost what comes after it: begin anew from a snapshot.
      console.error(error);
      this.resync().catch(() => {});
    }
    for (const event of events) {
      // A room that we have come into may have been spoken in before.
      if (["joined", "watching"].includes(event.kind) && event.from.id === this.state.session.id) this.resync().catch(() => {});
      if (event.kind === "typing" && event.state !== "off") this.typist.hear(event);
      // Another tab of this guest asked, and has kept what.
      if (event.kind === "queued" && !event.entry && !this.state.place?.question) this.resync().catch(() => {});
      if (["session_ended", "resumed"].includes(event.kind)) this.live.stop();
      // A moderator may look into every room; of those of others only /list tells.
      if (event.kind === "load" && this.state.session.permissions?.includes("monitor")) this.#lookSoon();
      if (["room_opened", "room_changed", "room_closed"].includes(event.kind)) this.desk.outdated = true;
      if (event.kind === "ended") this.typist.forget(event.room);
    }
  }

  #lookSoon() {
    clearTimeout(this.#looking);
    this.#looking = setTimeout(() => this.desk.look().catch(() => {}), LOOK_MS);
  }

  #connection(state) {
    if (this.state.connection.state === state) return;
    this.apply({ kind: "my:connection", connection: { state, since: this.now() } });
    if (state === "live") this.api.hurry();
  }

  #out(refusal) {
    this.live.stop();
    // Why a session ended is known to whoever had it; a refusal for another reason says itself what is the matter.
    const { login_url: loginUrl = null, reason } = refusal.problem ?? {};
    this.apply({ kind: "my:out", out: { reason: reason || refusal.code || "refused", detail: refusal.detail, login_url: loginUrl } });
  }

  async refreshWait() {
    const { place, session } = this.state;
    if (this.state.out || (!isStaff(session) && !place && phase(this.state) === "chat")) return;
    try {
      const waittime = await this.api.get("/waittime");
      this.apply({ kind: "my:waittime", waittime });
      if (this.state.place) this.apply({ kind: "position", position: waittime.position, wait_seconds: waittime.wait_seconds });
    } catch {
      // The listener says when the connection is lost; a figure that is a little old hurts nobody.
    }
  }

  // ── in a room ──

  putAway(room) {
    this.apply({ kind: "my:put-away", room });
  }

  // Shows the message at once and sends it, after those before it.
  say(room, body) {
    const at = new Date(this.now() + this.api.behind).toISOString();
    const message = { client_id: newClientId(), room, body, at, state: "sending" };
    this.typist.forget(room);
    this.apply({ kind: "my:message", message });
    this.#send(message);
  }

  // The HTML that the server would make of this text.
  async preview(body) {
    return (await this.api.post("/preview", { body })).html;
  }

  discard(clientId) {
    this.apply({ kind: "my:message-gone", client_id: clientId });
  }

  #send(message) {
    if (message.state === "refused" || message.state === "sent") return;
    const before = this.#sending.get(message.room) ?? Promise.resolve();
    const sending = before.then(() => this.#deliver(message));
    this.#sending.set(message.room, sending);
    sending.then(() => { if (this.#sending.get(message.room) === sending) this.#sending.delete(message.room); });
  }

  async #deliver({ client_id: clientId, room, body }) {
    const change = (what) => this.apply({ kind: "my:message-state", client_id: clientId, change: what });
    try {
      await this.api.postUntilHeard(`/message/${room}`, { body, client_id: clientId }, {
        again: () => change({ state: "retrying" }), signal: this.#stopping.signal,
      });
      change({ state: "sent" });
    } catch (error) {
      if (this.#stopping.signal.aborted) return;
      change({ state: "refused", detail: error.detail || error.message, code: error.code });
    }
  }

  async end(room) {
    try {
      await this.api.postUntilHeard(`/end/${room}`, {});
    } catch (error) {
      if (error.code !== "room.ended" && error.code !== "room.unknown") throw error;
      await this.resync();
    }
  }

  // Keeps the last `most` events of a room that has grown long.
  trim(room, most) {
    this.apply({ kind: "my:trim", room, keep: most });
  }

  // Older events, for scrolling back.
  async earlier(room) {
    const before = this.state.rooms[room]?.events[0]?.id;
    if (!before) return;
    const { events, more } = await this.api.get(`/message/${room}?before=${before}&limit=100`);
    this.apply({ kind: "my:earlier", room, events, more });
  }

  typing(room, state) {
    this.typist.tell(room, state);
  }

  read(room) {
    const known = this.state.rooms[room];
    if (known) this.apply({ kind: "my:read", room, event: lastEventId(known) });
  }

  async signOut() {
    await this.api.postUntilHeard("/session/end", {});
    this.live.stop();
    this.apply({ kind: "my:out", out: { reason: "signed_out" } });
  }

  // ── what outlives a reload ──

  // What another tab has shown counts as read here too.
  recallRead() {
    if (!this.state.session) return;
    for (const [room, event] of Object.entries(this.#keepsakes.read(this.state.session))) {
      this.apply({ kind: "my:read", room, event });
    }
  }

  // What a guest who waits has asked; the server knows it, but tells it to agents only.
  #recallPlace() {
    const kept = this.#keepsakes.place(this.state.session);
    if (kept && this.state.place) this.apply({ kind: "my:place", place: kept });
  }

  // The chat that a guest was in here may have ended while the page was closed: what was said is still to be had.
  async #recallEnded() {
    const room = this.#keepsakes.room(this.state.session);
    if (!room || phase(this.state) !== "ask") return;
    const { events, more } = await this.api.get(`/message/${room.id}?limit=100`);
    const end = events.findLast((event) => event.kind === "ended" || event.kind === "left");
    const ended = { reason: end?.reason ?? "ended", by: end?.from ?? null, at: end?.at ?? null };
    this.apply({ kind: "my:ended", room: { ...room, events, more, ended } });
  }
}
