// The conversations of the past: what is looked for, what was found so far, and the one that is open. The state is a pure
// fold; answers that come after another question was asked are dropped.

import { Unreachable } from "./api.js";

const PAGE = 50;
// After the last letter typed; a question that is asked while one types is wasted.
const TYPED_MS = 180;
// Conversations kept after they were looked at, for going back and forth.
const KEPT = 20;
export const FILTERS = ["q", "from", "to", "agent", "product", "tag", "solved", "score"];

export const UNASKED = Object.freeze({
  // What is looked for: {q, from, to, agent, product, tag, solved, score}, only those that are set.
  filters: {},
  // What was found so far, newest first, and how to go on; `total` once it is known.
  rooms: [], cursor: null, total: null,
  // "asking" (nothing to show yet), "more" (the next page), "there" or "failed".
  stage: "asking", problem: "",
  // Which question this is: an answer to another one is dropped.
  asked: 0,
  // The conversation that is open: {id, stage: asking|there|failed, transcript, problem}.
  open: null,
});

export function foldHistory(state, event) {
  const step = STEPS[event.kind];
  return step ? step(state, event) : state;
}

const STEPS = {
  // What was found before stays in view until there is something new.
  "find:asked": (state, { filters, asked }) => ({ ...state, filters, asked, stage: "asking", problem: "", total: null }),
  "find:more": (state) => ({ ...state, stage: "more", problem: "" }),
  "find:page"(state, { asked, rooms, cursor, first }) {
    if (asked !== state.asked) return state;
    return { ...state, rooms: first ? rooms : [...state.rooms, ...rooms], cursor, stage: "there", problem: "" };
  },
  "find:total": (state, { asked, total }) => (asked === state.asked ? { ...state, total } : state),
  "find:failed"(state, { asked, problem, first }) {
    if (asked !== state.asked) return state;
    return { ...state, rooms: first ? [] : state.rooms, cursor: first ? null : state.cursor, stage: "failed", problem };
  },
  "open:asked": (state, { id, transcript = null }) => ({ ...state, open: id && { id, stage: transcript ? "there" : "asking", transcript, problem: "" } }),
  "open:got": (state, { id, transcript }) => (state.open?.id === id ? { ...state, open: { id, stage: "there", transcript, problem: "" } } : state),
  "open:failed": (state, { id, problem }) => (state.open?.id === id ? { ...state, open: { id, stage: "failed", transcript: null, problem } } : state),
};

// ── the page's address ──

// What an address asks for: {filters, room}.
export function fromQuery(search) {
  const query = new URLSearchParams(search);
  const given = FILTERS.map((name) => [name, (query.get(name) ?? "").trim()]).filter(([, value]) => value);
  return { filters: Object.fromEntries(given), room: query.get("room") || null };
}

// The address for it: "?q=key&room=…", empty when nothing is asked.
export function toQuery(filters, room = null) {
  const query = new URLSearchParams();
  for (const name of FILTERS) if (filters[name]) query.set(name, filters[name]);
  if (room) query.set("room", room);
  const text = query.toString();
  return text ? `?${text}` : "";
}

// The words that were found, in lower case: those that the snippet marks, and those that were typed.
export function foundWords(q = "", snippet = "") {
  const marked = [...snippet.matchAll(/<mark>(.*?)<\/mark>/g)].map((found) => found[1]);
  const typed = q.split(/\s+/).filter((word) => !word.startsWith("-") && word.toLowerCase() !== "or");
  const words = [...marked, ...typed].flatMap((text) => text.toLowerCase().split(/[^\p{L}\p{N}_]+/u)).filter((word) => word.length > 1);
  return [...new Set(words)];
}

export class History {
  #client;
  #listeners = new Set();
  #timer = null;
  #finding = new AbortController();
  #kept = new Map();

  constructor(client) {
    this.#client = client;
    this.state = UNASKED;
  }

  subscribe(listener) {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  apply(event) {
    const state = foldHistory(this.state, event);
    if (state === this.state) return;
    this.state = state;
    for (const listener of this.#listeners) listener();
  }

  // Looks for this, `typed` after a moment: more letters may come.
  find(filters, typed = false) {
    clearTimeout(this.#timer);
    if (typed) this.#timer = setTimeout(() => this.#find(filters), TYPED_MS);
    else return this.#find(filters);
    return undefined;
  }

  async #find(filters) {
    this.#finding.abort();
    this.#finding = new AbortController();
    const asked = this.state.asked + 1;
    this.apply({ kind: "find:asked", filters, asked });
    if (await this.#page(asked, null)) await this.#count(asked);
  }

  // The next page; nothing while one is under way, or at the end.
  async more() {
    const { stage, cursor, asked } = this.state;
    if (cursor === null || !(stage === "there" || stage === "failed")) return;
    this.apply({ kind: "find:more" });
    await this.#page(asked, cursor);
  }

  again() {
    return this.state.cursor ? this.more() : this.#find(this.state.filters);
  }

  async #page(asked, cursor) {
    const { signal } = this.#finding;
    const first = cursor === null;
    const query = toQuery(this.state.filters).slice(1);
    try {
      const page = await this.#client.api.get(`/transcripts?${query}${query && "&"}limit=${PAGE}${first ? "" : `&cursor=${cursor}`}`, { signal });
      this.apply({ kind: "find:page", asked, first, ...page });
      return true;
    } catch (error) {
      if (!signal.aborted) this.apply({ kind: "find:failed", asked, first, problem: told(error) });
      return false;
    }
  }

  // How many there are, after the first of them are seen: nobody waits for the figure.
  async #count(asked) {
    const { cursor, rooms, filters } = this.state;
    if (this.state.asked !== asked) return;
    if (cursor === null) return this.apply({ kind: "find:total", asked, total: rooms.length });
    const query = toQuery(filters).slice(1);
    try {
      const { total } = await this.#client.api.get(`/transcripts?${query}${query && "&"}limit=1&count=true`, { signal: this.#finding.signal });
      this.apply({ kind: "find:total", asked, total });
    } catch {
      // The list is complete without its figure.
    }
  }

  // Shows this conversation; null closes it.
  async open(id) {
    this.apply({ kind: "open:asked", id, transcript: this.#kept.get(id) });
    if (!id || this.#kept.has(id)) return;
    try {
      const transcript = await this.#client.api.get(`/transcripts/${encodeURIComponent(id)}`);
      // One that goes on is read anew each time.
      if (transcript.ended_at) this.#keep(id, transcript);
      this.apply({ kind: "open:got", id, transcript });
    } catch (error) {
      this.apply({ kind: "open:failed", id, problem: told(error) });
    }
  }

  #keep(id, transcript) {
    this.#kept.set(id, transcript);
    if (this.#kept.size > KEPT) this.#kept.delete(this.#kept.keys().next().value);
  }

  // Erases all that is kept about this person; throws the Refused that a person must see.
  async erase(session) {
    const reply = await this.#client.api.post("/erase", { session });
    this.#kept.clear();
    await Promise.all([this.#find(this.state.filters), this.open(this.state.open?.id ?? null)]);
    return reply;
  }

  async tags() {
    return (await this.#client.api.get("/tags")).tags.map(({ tag }) => tag);
  }
}

const told = (error) => (error instanceof Unreachable ? "" : error.detail || error.message);
