// What the monitor page knows beyond the chat itself: the floor, the limits, the day, and how order was kept. Each part is
// one GET, looked at again at its own pace and at once after what may have changed it. The state is a pure fold, as in store.js.

import { Unreachable, newClientId } from "./api.js";

// {part: [how to ask, seconds between two looks]}. What people watch is quick, what they read is slow.
const PARTS = {
  overview: [() => "/overview", 2],
  why: [() => "/queue/why", 4],
  capacity: [() => "/capacity", 15],
  audit: [(day) => `/audit?limit=6&from=${day}`, 15],
  reports: [(day) => `/audit?act=report&limit=20&from=${day}`, 10],
  bans: [() => "/bans?limit=50", 30],
  day: [(day) => `/reports/day?from=${day}`, 30],
  tags: [() => "/reports/tags", 60],
};
const SOON_MS = 250;

export const NOTHING = Object.freeze({
  ...Object.fromEntries(Object.keys(PARTS).map((part) => [part, null])),
  // When each part was seen last, in ms by the server's clock.
  seen: {},
  // Parts that could not be had when they were last looked for: {part: detail}.
  failed: {},
});

export function foldMonitor(state, event) {
  const step = STEPS[event.kind];
  return step ? step(state, event) : state;
}

const STEPS = {
  "look:got"(state, { part, value, heard }) {
    const { [part]: _, ...failed } = state.failed;
    return { ...state, [part]: value, seen: { ...state.seen, [part]: heard }, failed };
  },
  "look:failed": (state, { part, detail }) => ({ ...state, failed: { ...state.failed, [part]: detail } }),
  // What we have done shows at once; the next look says the same.
  "did:limit": (state, { agent, limit }) => onAgents(state, (each) => (each.id === agent ? { ...each, chat_limit: limit } : each)),
  "did:unban": (state, { ban }) => without(state, "bans", "bans", (each) => each.ban === ban),
  "did:remove": (state, { guest }) => without(state, "why", "guests", (each) => each.id === guest),
};

function onAgents(state, change) {
  return state.overview ? { ...state, overview: { ...state.overview, agents: state.overview.agents.map(change) } } : state;
}

function without(state, part, list, gone) {
  const looked = state[part];
  return looked ? { ...state, [part]: { ...looked, [list]: looked[list].filter((each) => !gone(each)) } } : state;
}

// When the reader's day began, as the server takes it.
export function beginOfDay(now) {
  const day = new Date(now);
  day.setHours(0, 0, 0, 0);
  return day.toISOString();
}

export class Monitor {
  #client;
  #due = {};
  #timers = {};
  #listeners = new Set();
  #unsubscribe = null;
  #before = {};

  constructor(client) {
    this.#client = client;
    this.state = NOTHING;
  }

  subscribe(listener) {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  apply(event) {
    const state = foldMonitor(this.state, event);
    if (state === this.state) return;
    this.state = state;
    for (const listener of this.#listeners) listener();
  }

  start() {
    this.#unsubscribe ??= this.#client.subscribe(() => this.#follow());
    this.#follow();
  }

  stop() {
    this.#unsubscribe?.();
    this.#unsubscribe = null;
    for (const timer of Object.values(this.#timers)) clearTimeout(timer);
    this.#timers = {};
  }

  // Looks at these parts as soon as may be; what comes together is asked once.
  soon(...parts) {
    for (const part of parts) this.#plan(part, SOON_MS);
  }

  // The chat's own events say when a look is worth it.
  #follow() {
    const { ready, queue, agents, rooms, reports, connection } = this.#client.state;
    const before = this.#before;
    this.#before = { ready, entries: queue.entries, agents, rooms, reports, live: connection.state === "live" };
    if (!ready) return;
    if (!before.ready || (this.#before.live && before.live === false)) this.soon(...Object.keys(PARTS));
    else if (before.entries !== queue.entries) this.soon("why", "overview");
    else if (before.agents !== agents || before.rooms !== rooms) this.soon("overview");
    if (before.reports !== reports) this.soon("reports", "bans");
  }

  #plan(part, ms) {
    const due = Date.now() + ms;
    if (this.#timers[part] && this.#due[part] <= due) return;
    clearTimeout(this.#timers[part]);
    this.#due[part] = due;
    this.#timers[part] = setTimeout(() => this.#look(part), ms);
  }

  async #look(part) {
    const [path, seconds] = PARTS[part];
    const { api, now } = this.#client;
    try {
      const value = await api.get(path(beginOfDay(now())));
      this.apply({ kind: "look:got", part, value, heard: now() + api.behind });
    } catch (error) {
      this.apply({ kind: "look:failed", part, detail: error instanceof Unreachable ? "" : error.detail });
    }
    this.#timers[part] = null;
    if (this.#unsubscribe) this.#plan(part, seconds * 1000);
  }

  // ── what monitors do; each throws the Refused that a person must see ──

  async setLimit(agent, limit) {
    await this.#post("/set_limit", { agent, limit });
    this.apply({ kind: "did:limit", agent, limit });
  }

  // Sets an agent to away and gives the agent's guests back to the queue.
  standDown = (agent) => this.#then(["overview", "why", "audit"], "/stand_down", { agent });
  // front, anybody, requeue, remove.
  async mend(guest, action) {
    await this.#then(["why", "overview", "audit"], `/queue/${guest}`, { action, client_id: newClientId() });
    if (action === "remove") this.apply({ kind: "did:remove", guest });
  }

  setQueue = (mode, message) => this.#then(["audit"], "/queue", { mode, message });
  kick = (room, session, reason) => this.#then(["overview", "audit"], `/kick/${room}`, { session, reason });

  async unban(ban) {
    await this.#then(["bans", "audit"], "/unban", { ban });
    this.apply({ kind: "did:unban", ban });
  }

  // A page of the audit, older than `before`: {entries, more}.
  audit = (before) =>
    this.#client.api.get(`/audit?limit=100&from=${beginOfDay(this.#client.now())}${before ? `&before=${before}` : ""}`);

  async #then(parts, path, body) {
    const reply = await this.#post(path, body);
    this.soon(...parts);
    return reply;
  }

  #post(path, body) {
    return this.#client.api.postUntilHeard(path, body);
  }
}
