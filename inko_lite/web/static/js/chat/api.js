// Requests to the server. A request ends in one of three ways: a reply, a definite refusal (Refused), or no answer that
// tells whether it was done (Unreachable), and then the same request may be sent again.

import { Pause } from "./pause.js";

// With one of these the server says that nothing was done and that the same request may come again.
const PASSING = new Set(["store.unavailable", "store.uncertain", "server.overloaded", "capacity.messages_per_minute"]);

export class Refused extends Error {
  constructor(problem, status, retryAfter) {
    super(problem.detail ?? problem.title ?? String(status));
    Object.assign(this, { problem, status, retryAfter, code: problem.code ?? "", detail: problem.detail ?? "" });
  }

  get passing() {
    return PASSING.has(this.code) || this.status === 429;
  }
}

export class Unreachable extends Error {
  constructor(reason, retryAfter = null) {
    super(reason);
    this.retryAfter = retryAfter;
    this.passing = true;
  }
}

export function newClientId(random = crypto) {
  const bytes = random.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

export class Api {
  constructor({ prefix, fetch = globalThis.fetch.bind(globalThis), random = Math.random }) {
    Object.assign(this, { prefix, fetch, random });
    this.csrf = null;
    // How far this machine's clock is behind the server's, in ms; a Date header has a resolution of one second.
    this.behind = 0;
    this.pauses = new Set();
    // What each request says besides.
    this.headers = {};
  }

  // A response whose status is 2xx.
  async request(path, options = {}) {
    let response;
    const asked = Date.now();
    try {
      response = await this.fetch(this.prefix + path, {
        credentials: "same-origin", cache: "no-store", ...options, headers: { ...this.headers, ...options.headers },
      });
    } catch (error) {
      if (options.signal?.aborted) throw error;
      throw new Unreachable(error.message);
    }
    this.#learnTime(response, asked);
    if (response.ok) return response;
    const retryAfter = Number.parseFloat(response.headers.get("Retry-After")) || null;
    const type = response.headers.get("Content-Type") ?? "";
    if (!type.includes("json")) {
      if (response.status >= 500 || response.status === 429) throw new Unreachable(`${response.status}`, retryAfter);
      throw new Refused({ title: response.statusText }, response.status, retryAfter);
    }
    let problem;
    try {
      problem = await response.json();
    } catch (error) {
      throw new Unreachable(error.message, retryAfter);
    }
    throw new Refused(problem, response.status, retryAfter);
  }

  async get(path, options = {}) {
    const response = await this.request(path, options);
    try {
      return await response.json();
    } catch (error) {
      if (options.signal?.aborted) throw error;
      throw new Unreachable(error.message);
    }
  }

  // Who we are, and the token that every post needs.
  async session() {
    const reply = await this.get("/session");
    this.csrf = reply.csrf;
    return reply;
  }

  // One try. The session's token may have changed under us (signed in in another tab): then it is fetched once.
  async post(path, body = {}) {
    try {
      return await this.#post(path, body);
    } catch (error) {
      if (error.code !== "csrf") throw error;
      await this.session();
      return this.#post(path, body);
    }
  }

  // Tries until there is a reply or a definite refusal; `again` is told why each time. The body's client_id makes this safe.
  async postUntilHeard(path, body, { again = () => {}, signal } = {}) {
    const pause = new Pause({ random: this.random });
    this.pauses.add(pause);
    try {
      for (;;) {
        try {
          return await this.post(path, body);
        } catch (error) {
          if (!error.passing || signal?.aborted) throw error;
          again(error);
          await pause.wait(error.retryAfter ? error.retryAfter * 1000 * (1 + this.random() / 4) : pause.next(), signal);
          if (signal?.aborted) throw error;
        }
      }
    } finally {
      this.pauses.delete(pause);
    }
  }

  // Whatever waits for its next try is tried now.
  hurry() {
    for (const pause of this.pauses) pause.hurry();
  }

  async #post(path, body) {
    const response = await this.request(path, {
      method: "POST",
      headers: { "Content-Type": "application/json", "X-CSRF-Token": this.csrf ?? "" },
      body: JSON.stringify(body),
    });
    if (response.status === 204) return null;
    try {
      return await response.json();
    } catch (error) {
      throw new Unreachable(error.message);
    }
  }

  #learnTime(response, asked) {
    const said = Date.parse(response.headers.get("Date") ?? "");
    const took = Date.now() - asked;
    // A slow answer says little about the time; a whole second either way is the header's own grain.
    if (Number.isNaN(said) || took > 2000) return;
    const behind = said + 500 - (asked + took / 2);
    this.behind = Math.abs(behind) > 1500 ? behind : 0;
  }
}
