// What those who help can do beyond talking: take guests, answer offers, hand over, write down, keep order. Each throws the
// Refused that a person must see; what changed comes back as an event.

import { newClientId } from "./api.js";

export class Desk {
  constructor(client) {
    Object.assign(this, { client, api: client.api });
  }

  // ── one's own ──

  async setStatus(status) {
    await this.#post("/status", { status });
    const { id, name, kind } = this.client.state.session;
    this.client.apply({ kind: "status", from: { id, name, kind }, status });
  }

  async setLimit(limit) {
    await this.#post("/set_limit", { limit });
    this.client.apply({ kind: "limit", what: "chat_limit", session: this.client.state.session.id, limit });
  }

  // Who is where, and who has how many chats. What was heard meanwhile may be younger than the answer: it is asked for anew.
  async look() {
    let list;
    do {
      this.outdated = false;
      list = await this.api.get("/list");
    } while (this.outdated);
    this.client.apply({ kind: "my:list", list });
  }

  // ── coming into rooms ──

  // Takes this guest, or the next one; gives the room's id.
  async take(guest = null) {
    const { room } = await this.#post("/assist", { client_id: newClientId(), ...(guest ? { guest } : {}) });
    return this.#in(room);
  }

  // Accepts or declines; gives the room's id, or null.
  async answer(offer, accept) {
    try {
      const { room = null } = await this.#post(`/offer/${offer}`, { accept });
      this.client.apply({ kind: "my:offer-gone", offer });
      return room && await this.#in(room);
    } catch (error) {
      if (error.code === "offer.gone") this.client.apply({ kind: "my:offer-gone", offer });
      throw error;
    }
  }

  join = (room) => this.#enter("join", room);
  watch = (room) => this.#enter("watch", room);
  takeOver = (room) => this.#enter("takeover", room);

  // An invitation that one does not want to follow; it stays good.
  dismiss(room) {
    this.client.apply({ kind: "my:invitation-gone", room });
  }

  // Opens a room for helpers; gives its id.
  async create(name, topic, isPrivate) {
    const { room } = await this.#post("/create", { name, topic, private: isPrivate, client_id: newClientId() });
    return this.#in(room);
  }

  // ── in a room ──

  // To this colleague, or with nobody back to the front of the queue.
  transfer = (room, agent, note) => this.#post(`/transfer/${room}`, { ...(agent ? { agent } : {}), note });
  invite = (room, session, note = "") => this.#post(`/invite/${room}`, { session, note });
  setTopic = (room, topic) => this.#post(`/topic/${room}`, { topic });
  note = (room, body) => this.#post(`/note/${room}`, { body, client_id: newClientId() });
  tag = (room, change) => this.#post(`/tags/${room}`, change);
  leave = (room) => this.#post(`/leave/${room}`, {});
  goOn = (room) => this.#post(`/continue/${room}`, { client_id: newClientId() });
  kick = (room, session, reason) => this.#post(`/kick/${room}`, { session, reason });
  rights = (room, who, change) => this.#post(`/rights/${room}`, { ...who, ...change });
  report = (room, reason) => this.#post("/report", { room, reason, client_id: newClientId() });

  // What this person has asked before: [{id, question, agent, started_at, score, solved, readable}], the newest first.
  async earlierChats(room) {
    return (await this.api.get(`/earlier/${room}`)).chats;
  }

  // The chat as a question for the forum: {state, title, body, url?}. What helpers write is a proposal to the guest.
  question = (room) => this.api.get(`/follow_up/${room}`);
  propose = (room, title, body) => this.#post(`/follow_up/${room}`, { title, body });
  link = (room, url) => this.#post(`/follow_up/${room}/linked`, { url });

  // ── what helpers keep for themselves ──

  // {products, topics, locales, tags}: what one takes guests for.
  async skills() {
    return (await this.api.get("/skills")).skills;
  }

  async setSkills(skills) {
    return (await this.#post("/skills", skills)).skills;
  }

  async allReplies() {
    return (await this.api.get("/replies")).replies;
  }

  // A new one has no id.
  saveReply({ id, shared, ...reply }) {
    return id ? this.#post(`/replies/${id}`, reply) : this.#post("/replies", { ...reply, shared, client_id: newClientId() });
  }

  deleteReply = (id) => this.#post(`/replies/${id}/delete`, {});

  // The dispatcher's verdicts: {mode, guests, me}.
  why = () => this.api.get("/queue/why");

  // The saved replies, filled in for this room: [{id, title, category, text}].
  async replies(room) {
    return (await this.api.get(`/replies?room=${encodeURIComponent(room)}`)).replies;
  }

  // The tags in use, the most used first.
  async knownTags() {
    return (await this.api.get("/tags")).tags.map(({ tag }) => tag);
  }

  // Writes to a colleague; gives the id of the pair's own room.
  async direct(session, body) {
    const { room } = await this.#post("/direct_message", { session, body, client_id: newClientId() });
    return this.#in(room);
  }

  // ── moderators ──

  // front, requeue or remove.
  mend = (guest, action) => this.#post(`/queue/${guest}`, { action, client_id: newClientId() });

  setQueue = (mode, message) => this.#post("/queue", { mode, message });
  ban = (session, minutes, reason) => this.#post("/ban", { session, reason, client_id: newClientId(), ...(minutes ? { minutes } : {}) });
  redact = (room, event, reason) => this.#post(`/redact/${room}`, { event, reason });

  #post(path, body) {
    return this.api.postUntilHeard(path, body);
  }

  async #enter(how, room) {
    await this.#post(`/${how}/${room}`, {});
    this.client.apply({ kind: "my:invitation-gone", room });
    return this.#in(room);
  }

  // The room is in the state when this is over, whether its events have been heard or not.
  async #in(room) {
    if (!this.client.state.rooms[room]) await this.client.resync();
    return room;
  }
}
