import assert from "node:assert/strict";
import test from "node:test";

import { ANA, BEN, LIMITS, SAM, assignment, at, chat, message, snapshot } from "./cast.mjs";

const { EMPTY, fold } = await chat("store");

function begin(me, more) {
  const events = [{ kind: "my:session", session: me, limits: LIMITS }, { kind: "my:snapshot", snapshot: snapshot(me, more), heard: 0 }];
  return events.reduce(fold, EMPTY);
}

const freeze = (value) => {
  if (value && typeof value === "object") Object.values(Object.freeze(value)).forEach(freeze);
  return value;
};
const run = (state, ...events) => events.reduce((before, event) => fold(freeze(before), freeze(event)), state);

test("an event is taken once, whatever is delivered", () => {
  const events = [...assignment(11), message(16, SAM, "hello")];
  const once = run(begin(ANA), ...events);
  assert.deepEqual(run(once, ...events, message(16, SAM, "hello")), once);
  assert.equal(once.cursor, 16);
});

test("the agent who takes a guest has the room, the question and one guest less in the queue", () => {
  const entry = { id: "sam", name: "Sam", question: "Why?", metadata: { os: "Linux" }, waited_seconds: 4, position: 1 };
  const [, joined, , assigned, dequeued] = assignment(12);
  const state = run(begin(ANA), { id: 11, kind: "queued", at: at(11), entry, heard: 5000 });
  assert.equal(state.queue.entries[0].since, 1000);
  const after = run(state, joined, assigned, dequeued);
  const room = after.rooms.r;
  assert.deepEqual([room.name, room.question, room.metadata, room.guest, room.owner], ["Sam", "Why?", { os: "Linux" }, "sam", "ana"]);
  assert.deepEqual(room.members.map((member) => [member.id, member.role]), [["sam", "guest"], ["ana", "agent"]]);
  assert.deepEqual(after.queue.entries, []);
});

test("the guest who is taken is in the room and waits no more", () => {
  const [guest, agent, assigned] = assignment(12);
  const waiting = run(begin(SAM), { kind: "my:place", place: { position: 1, wait_seconds: 60, name: "Sam", question: "Why?" } });
  const state = run(waiting, guest, agent, assigned);
  assert.equal(state.place, null);
  assert.deepEqual([state.rooms.r.question, state.rooms.r.guest, state.rooms.r.owner], ["Why?", "sam", "ana"]);
  assert.deepEqual(state.rooms.r.members.map((member) => member.name), ["Sam", "Ana"]);
});

test("a guest waits when the own place is among those who wait, and not when it is behind them", () => {
  assert.equal(begin(SAM, { queue: { waiting: 3, position: 2 } }).place.position, 2);
  assert.equal(begin(SAM, { queue: { waiting: 3, position: 4 } }).place, null);
});

test("an own message leaves the outbox when its event comes, and not by anybody else's", () => {
  const state = run(begin(SAM), ...assignment(11).slice(0, 3), {
    kind: "my:message", message: { client_id: "c20", room: "r", body: "hi", at: at(20), state: "sending" },
  });
  assert.equal(run(state, message(20, ANA, "hi")).outbox.length, 1);
  assert.equal(run(state, message(20, SAM, "hi")).outbox.length, 0);
});

test("a snapshot takes the place of what it has: nothing is shown twice", () => {
  const sent = { client_id: "c12", room: "r", body: "hi", at: at(12), state: "retrying" };
  const lost = { ...sent, client_id: "c13" };
  const state = run(begin(SAM), { kind: "my:message", message: sent }, { kind: "my:message", message: lost });
  const room = { id: "r", kind: "support", members: [], events: [message(12, SAM, "hi")] };
  const after = run(state, { kind: "my:snapshot", snapshot: snapshot(SAM, { rooms: [room], cursor: 12 }), heard: 0 });
  assert.deepEqual(after.outbox, [lost]);
});

test("a chat that the guest ended stays with the agent until it is put away; one's own is gone at once", () => {
  const [, joined, , assigned] = assignment(11);
  const state = run(begin(ANA), joined, assigned);
  const ended = run(state, { id: 20, kind: "ended", at: at(20), room: "r", from: SAM, reason: "ended" });
  assert.deepEqual(ended.rooms, {});
  assert.equal(ended.ended.r.ended.by.name, "Sam");
  assert.deepEqual(run(ended, { kind: "my:put-away", room: "r" }).ended, {});
  assert.deepEqual(run(state, { id: 20, kind: "ended", at: at(20), room: "r", from: ANA, reason: "ended" }).ended, {});
});

test("a room that is gone from the next snapshot ended while we were away", () => {
  const state = run(begin(SAM), ...assignment(11).slice(0, 3));
  const after = run(state, { kind: "my:snapshot", snapshot: snapshot(SAM, { cursor: 30 }), heard: 0 });
  assert.equal(after.ended.r.ended.reason, "ended");
});

test("typing ends with the message, with leaving, and never shows oneself", () => {
  const state = run(begin(SAM), ...assignment(11).slice(0, 3));
  const typing = run(state, { kind: "typing", room: "r", from: ANA, state: "on" });
  assert.equal(typing.typing.r.ana.name, "Ana");
  assert.deepEqual(run(typing, message(20, ANA, "there")).typing.r, {});
  assert.deepEqual(run(typing, { id: 20, kind: "left", at: at(20), room: "r", from: ANA }).typing.r, {});
  assert.deepEqual(run(state, { kind: "typing", room: "r", from: SAM, state: "on" }).typing, {});
});

test("the queue is unstaffed, full or open as people come and go, and stays closed once closed", () => {
  const entry = (id, position) => ({ id, name: id, question: "?", metadata: {}, waited_seconds: 0, position });
  const queued = (id, who, position) => ({ id, kind: "queued", at: at(id), entry: entry(who, position), heard: 0 });
  const two = run(begin(ANA), queued(11, "x", 1), queued(12, "y", 2));
  assert.equal(two.queue.status, "full");
  const one = run(two, { id: 13, kind: "dequeued", at: at(13), guest: "x", reason: "left" });
  assert.deepEqual([one.queue.status, one.queue.waiting, one.queue.entries[0].position], ["open", 1, 1]);
  const away = { id: 14, kind: "status", at: at(14), from: ANA, status: "away" };
  assert.equal(run(one, away).queue.status, "unstaffed");
  assert.equal(run(begin(ANA, { queue: { status: "closed" } }), queued(11, "x", 1)).queue.status, "closed");
});

test("colleagues come and go with their status", () => {
  const state = run(begin(ANA), { id: 11, kind: "status", at: at(11), from: BEN, status: "online" });
  assert.deepEqual(state.agents.map((agent) => agent.name), ["Ana", "Ben"]);
  assert.equal(state.queue.agents_online, 2);
  assert.deepEqual(run(state, { id: 12, kind: "status", at: at(12), from: BEN, status: "offline" }).agents.map((agent) => agent.name), ["Ana"]);
});

test("a kind that nobody knows yet changes nothing but the cursor", () => {
  const state = begin(SAM);
  assert.deepEqual(run(state, { id: 11, kind: "tomorrow", at: at(11) }), { ...state, cursor: 11 });
});

test("a message that a moderator removed is gone from what is shown", () => {
  const state = run(begin(SAM), ...assignment(11).slice(0, 3), message(20, ANA, "rude"), { id: 21, kind: "redacted", at: at(21), room: "r", event: 20 });
  const gone = state.rooms.r.events.find((event) => event.id === 20);
  assert.deepEqual([gone.body, gone.html, gone.redacted], ["", "", true]);
});

test("a chat that another agent hands over comes with no guest of its own, and breaks nothing", () => {
  const [, joined] = assignment(11);
  const state = run(begin(ANA), joined, { id: 13, kind: "assigned", at: at(13), room: "r", name: "Sam", reason: "transfer", note: "" });
  assert.deepEqual([state.rooms.r.name, state.rooms.r.owner], ["Sam", "ana"]);
});

test("a connection that is away for a moment is known until it is back", () => {
  const lost = run(begin(SAM), { kind: "presence", session: "ana", state: "reconnecting", room: "r" });
  assert.deepEqual(lost.presence, { ana: "reconnecting" });
  assert.deepEqual(run(lost, { kind: "presence", session: "ana", state: "back", room: "r" }).presence, {});
});

test("a guest whom the server tells the own entry waits by that, whatever the figures say", () => {
  const entry = { id: "sam", name: "Sam", question: "Why?", waited_seconds: 3, position: 3 };
  assert.equal(begin(SAM, { queue: { waiting: 1, position: 3, entry } }).place.question, "Why?");
  assert.equal(begin(SAM, { queue: { waiting: 3, position: 1, entry: null } }).place, null);
});

test("what is erased is shown no longer, in open rooms and in ended ones, and what comes after it is", () => {
  const room = (id) => ({ id, kind: "support", role: "agent", guest: SAM.id, question: "Why?", metadata: { os: "x" }, members: [], tags: [], events: [message(5, SAM, "secret"), message(9, SAM, "later")] });
  let state = fold(EMPTY, { kind: "my:session", session: ANA, limits: LIMITS });
  state = fold(state, { kind: "my:snapshot", snapshot: snapshot(ANA, { cursor: 10, rooms: [room("r"), room("s")] }), heard: 0 });
  state = fold(state, { kind: "my:ended", room: { ...room("e"), ended: { reason: "ended" } } });
  state = fold(state, { id: 11, kind: "erased", rooms: ["r", "e"], up_to: 6 });
  for (const each of [state.rooms.r, state.ended.e]) {
    assert.deepEqual(each.events.map(({ body }) => body), ["", "later"]);
    assert.deepEqual([each.question, each.metadata], [null, {}]);
  }
  assert.equal(state.rooms.s.events[0].body, "secret");
});
