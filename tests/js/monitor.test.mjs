import assert from "node:assert/strict";
import test from "node:test";

import { chat, json, serving } from "./cast.mjs";

const { agents, calls, cause, gauges, matters, places, rooms, waiters } = await chat("floor");
const { Monitor, NOTHING, beginOfDay, foldMonitor } = await chat("monitor");
const { verdict } = await chat("verdicts");

const NOW = Date.parse("2026-11-22T20:45:00.000Z");
const ago = (seconds) => new Date(NOW - seconds * 1000).toISOString();
const RULES = { lateSeconds: 120 };

const room = (id, more = {}) => ({
  id, kind: "support", name: id, topic: "", opened_at: ago(600), bytes: 0, members: 2, guest: { id: `g-${id}`, name: id, silent: false },
  agent: { id: "ana", name: "Ana" }, last: null, waits_since: null, watchers: [], ...more,
});
const agent = (id, more = {}) => ({
  id, account: `a-${id}`, name: id, kind: "agent", status: "online", approved: true, chats: 1, chat_limit: 3, silent_seconds: null, ...more,
});
const NAMES = ["users", "rooms", "messages_per_minute", "largest_message", "fullest_session", "waiting"];
const capacity = (values = {}, certificate = null) => ({
  figures: Object.fromEntries(NAMES.map((name) => [name, { value: 10, limit: 50, ...values[name] }])),
  hour: { from: ago(3600), seconds: 60, values: Object.fromEntries(NAMES.map((name) => [name, Array(60).fill(5)])) }, certificate,
});
const looked = (more = {}) => ({ ...NOTHING, overview: { rooms: [], agents: [agent("ana")] }, seen: { why: NOW, overview: NOW }, ...more });
const waiting = (id, seconds, verdicts) => ({
  id, name: id, state: "waiting", waited_seconds: seconds, agents: verdicts.map((each, index) => ({ id: `x${index}`, name: `X${index}`, verdict: each })),
});
const freeze = (value) => {
  if (value && typeof value === "object") Object.values(Object.freeze(value)).forEach(freeze);
  return value;
};

test("the room whose guest waits longest without an answer stands first, those answered behind by age", () => {
  const overview = freeze({
    agents: [agent("ana")],
    rooms: [room("answered"), room("new", { waits_since: ago(10) }), room("late", { waits_since: ago(250) }), room("older", { opened_at: ago(900) })],
  });
  const found = rooms({ overview }, NOW, 120);
  assert.deepEqual(found.map((each) => [each.id, each.state]), [["late", "late"], ["new", ""], ["older", ""], ["answered", ""]]);
  assert.equal(found[0].waits, 250);
});

test("a room is broken while its agent is lost, and queued while it has none", () => {
  const overview = freeze({ agents: [agent("ana", { silent_seconds: 40 })], rooms: [room("a", { waits_since: ago(250) }), room("b", { agent: null })] });
  assert.deepEqual(rooms({ overview }, NOW, 120).map((each) => each.state), ["broken", "queued"]);
});

test("agents show what the day says of their account, and who waits for them", () => {
  const day = { agents: [{ account: "a-ana", answers: 4, answer_median_seconds: 35, chats: 3, surveys: 2, score_mean: 4.5 }] };
  const overview = { agents: [agent("ana"), agent("ben")], rooms: [room("late", { waits_since: ago(250) })] };
  const [ana, ben] = agents(freeze({ overview, day }), NOW, 120);
  assert.deepEqual([ana.answer, ana.score, ana.surveys, ana.late, ana.longest], [35, 4.5, 2, 1, 250]);
  assert.deepEqual([ben.answer, ben.score, ben.surveys, ben.late], [null, null, 0, 0]);
  assert.deepEqual(places([ana, { ...ben, chats: 2, status: "away" }, agent("cem", { status: "away", chats: 0 })]), { chats: 3, limit: 6 });
});

test("a gauge is near from four fifths on and full at its limit; its line ends with the figure of now", () => {
  const found = gauges({ capacity: capacity({ users: { value: 40 }, rooms: { value: 50 } }) });
  assert.deepEqual(found.map((each) => each.state), ["near", "full", "", "", "", ""]);
  assert.equal(found[0].hour.length, 60);
  assert.equal(found[0].hour.at(-1), 40);
  assert.deepEqual(gauges({ capacity: null }), []);
});

test("a limit above what a load test has shown is marked with what it has shown", () => {
  const certificate = { commit: "abc", date: "2026-11-20", limits: { users: 40, message_bytes: 50, rooms: 60 } };
  const found = gauges({ capacity: capacity({}, certificate) });
  assert.deepEqual(Object.fromEntries(found.map((each) => [each.name, each.past])), {
    users: 40, rooms: null, messages_per_minute: null, largest_message: null, fullest_session: null, waiting: null,
  });
});

for (const [verdicts, expected] of [
  [[], "nobody"], [["away", "gone", "not approved"], "away"], [["full 3/3", "away"], "full"], [["lacks locale tr", "full 3/3", "answers another offer"], "language"], [["lacks tag sync"], "lacks"],
  [["full 3/3", "offered"], "offered"], [["ok", "lacks product sync"], "other"], [["declined 3 s ago"], "other"],
]) {
  test(`the cause of a wait with the verdicts ${JSON.stringify(verdicts)} is: ${expected}`, () => {
    assert.equal(cause(verdicts.map((each) => ({ id: "x", name: "Ana", verdict: each }))).why, expected);
  });
}

test("what is lacking is named", () => {
  assert.deepEqual(cause([{ name: "Ana", verdict: "lacks product firefox for android" }]), { why: "lacks", what: "firefox for android" });
});

test("guests wait on between two looks, the longest first, and whoever is gone does not wait", () => {
  const why = { guests: [waiting("a", 10, ["ok"]), waiting("b", 60, ["ok"]), { ...waiting("c", 90, []), state: "gone" }] };
  const found = waiters({ why, seen: { why: NOW - 5000 } }, [{ id: "a", question: "Why?" }], NOW);
  assert.deepEqual(found.map((each) => [each.id, each.waited, each.question]), [["b", 65, ""], ["a", 15, "Why?"]]);
});

test("when nothing is wrong nothing matters", () => {
  assert.deepEqual(matters(looked({ capacity: capacity(), why: { guests: [waiting("a", 60, ["ok"])] } }), [], NOW, RULES), []);
});

test("a call for a moderator comes first, then who waits, who is lost, who has no answer, and what fills up", () => {
  const all = looked({
    overview: {
      agents: [agent("ana", { silent_seconds: 30 }), agent("ben")],
      rooms: [room("called"), room("late", { waits_since: ago(250), agent: { id: "ben", name: "Ben" } })],
    },
    why: { guests: [waiting("a", 400, ["full 3/3"]), waiting("b", 100, ["ok"])] },
    reports: { entries: [{ id: 7, at: ago(20), room: "called", room_name: "called", from: { name: "Ana" }, detail: { reason: "Help" } }] },
    capacity: capacity({ waiting: { value: 45 }, fullest_session: { value: 45 } }),
    bans: { bans: [{ ban: 1, review: { text: "Please" } }, { ban: 2, review: null }] },
    tags: { tags: [{ tag: "sync", count: 31, expected: 9, spike: true }, { tag: "x", count: 2, expected: 2, spike: false }] },
  });
  assert.deepEqual(matters(freeze(all), [], NOW, RULES).map((each) => [each.kind, each.key]), [
    ["called", 7], ["waiting", "a"], ["lost", "ana"], ["unanswered", "late"], ["limit", "waiting"], ["review", "review"], ["spike", "sync"],
  ]);
});

test("a guest waits too long at once when nobody is online", () => {
  const found = matters(looked({ overview: { rooms: [], agents: [] }, why: { guests: [waiting("a", 1, [])] } }), [], NOW, RULES);
  assert.deepEqual(found.map((each) => each.kind), ["waiting"]);
});

test("a call is over with its room, and attended while a monitor looks on", () => {
  const entry = (id, place) => ({ id, at: ago(9), room: place, from: { name: "Ana" }, detail: { reason: "Help" } });
  const overview = { agents: [], rooms: [room("open"), room("watched", { watchers: ["mia"] })] };
  const found = calls({ overview, reports: { entries: [entry(1, "open"), entry(2, "watched"), entry(3, "ended")] } });
  assert.deepEqual(found.map((each) => [each.open, each.attended]), [[true, false], [true, true], [false, false]]);
});

test("the dispatcher's verdicts are words with values, and an unknown one stays as it is", () => {
  assert.deepEqual(verdict("full 3/5"), { name: "full", values: { own: 3, limit: 5 } });
  assert.deepEqual(verdict("lacks product firefox for desktop"), { name: "lacks", values: { criterion: "product", what: "firefox for desktop" } });
  assert.deepEqual(verdict("offered to somebody else"), { name: "offered-else", values: {} });
  assert.deepEqual(verdict("offered to Ana"), { name: "offered-to", values: { name: "Ana" } });
  assert.deepEqual(verdict("constructor"), { text: "constructor" });
  assert.deepEqual(verdict("asleep"), { text: "asleep" });
});

test("what we have done shows at once, and the fold changes nothing that it was given", () => {
  const state = freeze(looked({ bans: { bans: [{ ban: 1 }, { ban: 2 }] }, why: { guests: [waiting("a", 1, [])] } }));
  assert.equal(foldMonitor(state, { kind: "did:limit", agent: "ana", limit: 5 }).overview.agents[0].chat_limit, 5);
  assert.deepEqual(foldMonitor(state, { kind: "did:unban", ban: 1 }).bans.bans, [{ ban: 2 }]);
  assert.deepEqual(foldMonitor(state, { kind: "did:remove", guest: "a" }).why.guests, []);
  assert.equal(foldMonitor(state, { kind: "unheard of" }), state);
  const failed = foldMonitor(state, { kind: "look:failed", part: "day", detail: "No" });
  assert.deepEqual(failed.failed, { day: "No" });
  assert.deepEqual(foldMonitor(failed, { kind: "look:got", part: "day", value: {}, heard: 5 }).failed, {});
});

test("a day begins at the reader's midnight", () => {
  const began = new Date(beginOfDay(NOW));
  assert.deepEqual([began.getHours(), began.getMinutes(), began.getSeconds()], [0, 0, 0]);
  assert.ok(NOW - began >= 0 && NOW - began < 25 * 3600 * 1000);
});

test("a look that fails says so, and what was seen before stays", async () => {
  const { Client } = await chat("client");
  const keepsakes = { remember() {}, outbox: () => [], read: () => ({}), place: () => null, room: () => null };
  const { fetch, asked } = serving(["/unban", json({})]);
  const client = new Client({ settings: { prefix: "", wait_seconds: 25, heartbeat_seconds: 15 }, keepsakes, fetch });
  const monitor = new Monitor(client);
  monitor.apply({ kind: "look:got", part: "bans", value: { bans: [{ ban: 4 }] }, heard: 1 });
  await monitor.unban(4);
  monitor.stop();
  assert.deepEqual(asked.map((each) => [each.path, each.body]), [["/unban", { ban: 4 }]]);
  assert.deepEqual(monitor.state.bans.bans, []);
});
