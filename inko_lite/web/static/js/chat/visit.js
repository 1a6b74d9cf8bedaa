// What a guest does around a chat: holds a place and asks, leaves, comes back with a code, and says afterwards how it was.

import { newClientId } from "./api.js";

// A place that is held is held longer when it has less than this left.
const RENEW_SECONDS = 90;
// After a refusal it is not asked for again with the next letter.
const AGAIN_SECONDS = 10;

export class Visit {
  #held = false;
  #askAt = 0;

  constructor(client) {
    Object.assign(this, { client, api: client.api });
  }

  // ── into the queue ──

  // Holds a place while the question is typed; called with every letter, it asks the server when it must. Gives
  // {position, until} (ms, this machine's clock) when it has asked and has a place, else null.
  async reserve() {
    const { client } = this;
    if (client.now() < this.#askAt) return null;
    this.#askAt = Infinity;
    try {
      const place = await this.api.post("/queue/reserve");
      const until = Date.parse(place.expires_at) - this.api.behind;
      this.#held = true;
      this.#askAt = until - RENEW_SECONDS * 1000;
      return { position: place.position, until };
    } catch {
      // No place to be had: the form says so by the state of the queue, and asking for a place will say why.
      this.#askAt = client.now() + AGAIN_SECONDS * 1000;
      return null;
    }
  }

  // The place that was held is somebody else's to have.
  async release() {
    if (!this.#held) return;
    this.#forget();
    await this.api.post("/queue/leave").catch(() => {});
  }

  #forget() {
    this.#held = false;
    this.#askAt = 0;
  }

  // Puts the question into the queue, or gives {standby: true} when it waits for a place. Throws the Refused that a person
  // must see.
  async ask(asked) {
    const { client } = this;
    const body = { ...asked, client_id: newClientId() };
    let standby = false;
    try {
      const { resume_code: code, ...place } = await this.api.postUntilHeard("/identify", body);
      standby = place.standby === true;
      if (!standby) {
        client.apply({ kind: "my:place", place: { ...place, name: asked.name, question: asked.question } });
        if (code) client.apply({ kind: "my:code", code });
      }
    } catch (error) {
      if (error.code !== "queue.already") throw error;
      await client.resync();
      standby = !client.state.place && !Object.keys(client.state.rooms).length;
    }
    this.#forget();
    await client.refreshWait();
    return { standby };
  }

  async leaveQueue(reason) {
    await this.api.postUntilHeard("/queue/leave", reason ? { reason } : {});
    this.client.apply({ kind: "dequeued", guest: this.client.state.session.id, reason: reason ?? "left" });
  }

  async stopStandby() {
    await this.api.postUntilHeard("/queue/leave", {});
  }

  askAgain() {
    this.client.apply({ kind: "my:again" });
  }

  // Comes back to the chat of another browser. Throws the Refused that a person must see.
  async resume(code) {
    const { client } = this;
    // The session of this tab ends with it, which must not look like a loss.
    client.live.stop();
    try {
      await this.api.post("/session/resume", { code: code.trim() });
    } catch (error) {
      client.live.start(client.state.cursor);
      throw error;
    }
    await client.restart();
  }

  // ── after the chat ──

  // {answered, score?, solved?, comment?}.
  survey = (room) => this.api.get(`/survey/${room}`);

  answer = (room, given) => this.api.postUntilHeard(`/survey/${room}`, { ...given, client_id: newClientId() });

  // The question as it would stand in the forum: {state, title, body, metadata, sends, url?}.
  followUp = (room) => this.api.get(`/follow_up/${room}`);

  publish = (room, { title, body }) => this.api.postUntilHeard(`/follow_up/${room}`, { title, body, consent: true });
}
