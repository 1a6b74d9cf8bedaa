import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import test from "node:test";

import { ANA, BEN, SAM, at, chat, message, snapshot } from "./cast.mjs";

const { EMPTY, fold } = await chat("store");
const { notes, openInvitations, openOffers, people, suggestedTags, unansweredSince } = await chat("select");
const { checks, ownVerdicts, remedy } = await chat("why");

const MIA = { id: "mia", name: "Mia", kind: "monitor", permissions: ["monitor"] };
const MEMBERS = [{ ...SAM, role: "guest", status: "online" }, { ...ANA, role: "agent", status: "online" }];
const room = (more = {}) => ({
  id: "r", kind: "support", name: "Sam", guest: "sam", owner: "ana", role: "agent", opened_at: at(0), members: MEMBERS, events: [], tags: [], may: [],
  more: false, ...more,
});
const run = (state, ...events) => events.reduce(fold, state);
const begin = (me, more) => run(EMPTY, { kind: "my:session", session: { permissions: [], ...me }, limits: {} },
  { kind: "my:snapshot", snapshot: snapshot(me, more), heard: 0 });
const invite = (id, to, from = ANA) => ({
  id, kind: "offered", at: at(id), offer: "i", room: "r", reason: "invite", expires_at: at(60), name: "Sam", question: "Why?", note: "You know Sync", to, from,
});
const invited = (id) => ({ id, kind: "invited", at: at(id), room: "r", from: ANA, name: "Sam", room_kind: "support", note: "You know Sync" });

test("a seat that is offered is not shown a second time as an invitation, until the offer is over", () => {
  const state = run(begin(BEN), invited(11), invite(12, BEN));
  assert.deepEqual(openOffers(state, Date.parse(at(30))).map(({ reason, note }) => [reason, note]), [["invite", "You know Sync"]]);
  assert.deepEqual(openInvitations(state, Date.parse(at(30))), []);
  assert.deepEqual(openInvitations(state, Date.parse(at(61))).map((each) => each.room), ["r"]);
});

test("who declines a seat is invited no more; who only missed the offer still is", () => {
  const over = (how) => ({ id: 13, kind: "offer_expired", at: at(13), offer: "i", room: "r", how, reason: "invite", to: BEN });
  const state = run(begin(BEN), invited(11), invite(12, BEN));
  assert.deepEqual(run(state, over("declined")).invitations, []);
  assert.deepEqual(run(state, over("timeout")).invitations.map((each) => each.room), ["r"]);
});

test("whoever invited sees it pending until that person has come", () => {
  const state = run(begin(ANA, { rooms: [room()] }), invite(11, BEN));
  assert.deepEqual([state.offered.r.reason, state.offered.r.to.name], ["invite", "Ben"]);
  assert.deepEqual(run(state, { id: 12, kind: "joined", at: at(12), room: "r", from: BEN, role: "agent" }).offered, {});
});

test("a monitor is told who did not answer, until the guest is with somebody or it is seen", () => {
  const missed = { id: 11, kind: "offer_unanswered", at: at(11), guest: { id: "sam", name: "Sam" }, to: BEN, missed: 1 };
  const state = run(begin(MIA), missed, { ...missed, id: 12, missed: 2 });
  assert.deepEqual(state.unanswered.map((each) => [each.guest.name, each.missed]), [["Sam", 2]]);
  assert.deepEqual(run(state, { kind: "my:unanswered-gone", guest: "sam" }).unanswered, []);
  assert.deepEqual(run(state, { id: 13, kind: "dequeued", at: at(13), guest: "sam", reason: "assigned", agent: BEN }).unanswered, []);
});

test("a long conversation keeps its end and all its notes, and what is fetched again is there once", () => {
  const events = [message(1, ANA, "Two-step", { kind: "note" }), ...Array.from({ length: 400 }, (_, index) => message(index + 2, SAM, `${index}`))];
  const state = run(begin(ANA, { rooms: [room({ events })] }), { kind: "my:trim", room: "r", keep: 150 });
  assert.deepEqual([state.rooms.r.events.length, state.rooms.r.more, state.rooms.r.events.at(-1).id], [150, true, 401]);
  assert.deepEqual(notes(state.rooms.r).map(({ body }) => body), ["Two-step"]);
  const gone = run(state, { id: 500, kind: "redacted", at: at(1), room: "r", event: 1, from: MIA, reason: "private" });
  assert.equal(notes(gone.rooms.r)[0].redacted, true);
  const back = run(state, { kind: "my:earlier", room: "r", events: events.slice(0, 252), more: false });
  assert.deepEqual(back.rooms.r.events.map(({ id }) => id), events.map(({ id }) => id));
  assert.equal(notes(back.rooms.r).length, 1);
});

test("a short conversation is left as it is", () => {
  const state = begin(ANA, { rooms: [room({ events: [message(1, SAM, "a")] })] });
  assert.deepEqual(run(state, { kind: "my:trim", room: "r", keep: 150 }), state);
});

test("an evening's chats that are over do not pile up", () => {
  const ids = Array.from({ length: 30 }, (_, index) => `r${index}`);
  const ends = ids.map((id, index) => ({ id: 100 + index, kind: "ended", at: at(1), room: id, from: SAM, reason: "solved" }));
  const state = run(begin(ANA, { rooms: ids.map((id) => room({ id })) }), ...ends);
  assert.deepEqual(Object.keys(state.ended), ids.slice(-20));
});

test("how long a guest waits is not reckoned from what is not loaded", () => {
  assert.equal(unansweredSince(room({ more: true })), null);
  assert.equal(unansweredSince(room({ more: true, events: [message(5, SAM, "a")] })), Date.parse(at(5)));
});

test("the guest stands first among the people of a room, watchers last", () => {
  const members = [{ id: "w", role: "watcher" }, { id: "a", role: "agent" }, { id: "g", role: "guest" }];
  assert.deepEqual(people({ members }).map(({ id }) => id), ["g", "a", "w"]);
});

test("tags that fit the question are suggested before those that are only frequent, and none that is set", () => {
  const asked = room({ question: "My recovery key is lost", metadata: { product: "Sync" }, tags: ["windows"] });
  assert.deepEqual(suggestedTags(asked, ["crash", "windows", "sync", "recovery-key", "mail"], 3), ["sync", "recovery-key", "crash"]);
});

test("every verdict that the dispatcher can write is known by name", () => {
  const python = ["matching", "why"].map((name) => readFileSync(new URL(`../../inko_lite/desk/${name}.py`, import.meta.url), "utf8")).join("\n");
  const rules = python.slice(python.indexOf("def of_agent"), python.indexOf("def _wanted_by")) + python.slice(python.indexOf("def _lacking_room"), python.indexOf("def _newcomers"))
    + python.slice(python.indexOf("def _mine"));
  const written = [...rules.matchAll(/(?:return|else) (f?)"([^"]+)"/g)].map(([, , text]) => text).filter((text) => !text.startsWith("nobody for you"));
  assert.ok(written.length > 10, written.join());
  const filled = (text) => text.replace("{how}", "declined").replace("{seconds:.0f}", "7").replace(/\{agent\.\w+\}/g, "3").replace("{lacking}", "product Sync").replace(/\{[^}]*\}/g, "Ben");
  for (const text of written) assert.ok(ownVerdicts(filled(text)).every(({ name }) => name), text);
  assert.deepEqual(ownVerdicts("nobody for you: lacks tag a, declined 3 s ago").map(({ name }) => name), ["nobody", "lacks", "declined"]);
});

test("why there are no offers is said point by point, with the one remedy", () => {
  const why = (offers) => ({ me: { offers }, guests: [{ id: "sam", agents: [{ id: "ana", name: "Ana", verdict: offers }] }] });
  const me = (more) => begin({ ...ANA, permissions: ["agent", "approved"], ...more });
  const failing = (state, offers) => checks(state, why(offers)).filter(({ ok }) => !ok).map(({ name }) => name);
  const away = run(me({}), { id: 11, kind: "status", at: at(11), from: ANA, status: "away", reason: "missed_offers" });
  assert.deepEqual([failing(away, "away"), remedy(away, why("away"), 10)], [["online", "missed"], "back"]);
  const full = me({ chat_limit: 0 });
  assert.deepEqual([failing(full, "full 0/0"), remedy(full, why("full 0/0"), 10), remedy(full, why("full 0/0"), 0)], [["room"], "limit", null]);
  assert.equal(remedy(me({}), why("agents take guests themselves"), 10), "take");
  assert.deepEqual([failing(me({}), "ok"), remedy(me({}), why("ok"), 10)], [[], null]);
});
