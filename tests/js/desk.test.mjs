import assert from "node:assert/strict";
import test from "node:test";

import { ANA, BEN, LIMITS, SAM, assignment, at, chat, message, snapshot } from "./cast.mjs";

const { EMPTY, fold } = await chat("store");
const { findReplies, may, notes, openOffer, openRooms, replySearch, turns } = await chat("select");

const MIA = { id: "mia", name: "Mia", kind: "monitor" };

function begin(me, more) {
  const events = [{ kind: "my:session", session: me, limits: LIMITS }, { kind: "my:snapshot", snapshot: snapshot(me, more), heard: 0 }];
  return events.reduce(fold, EMPTY);
}

const freeze = (value) => {
  if (value && typeof value === "object") Object.values(Object.freeze(value)).forEach(freeze);
  return value;
};
const run = (state, ...events) => events.reduce((before, event) => fold(freeze(before), freeze(event)), state);

const TWO = [{ ...ANA, status: "online", chats: 1, chat_limit: 3 }, { ...BEN, status: "online", chats: 0, chat_limit: 3 }];
const room = (more = {}) => ({
  id: "r", name: "Sam", kind: "support", role: "agent", owner: "ana", guest: "sam", opened_at: at(0), topic: "", metadata: {}, tags: [], may: [],
  question: "Why?", members: [{ ...SAM, role: "guest" }, { ...ANA, role: "agent" }], events: [], more: false, ...more,
});
const offered = (id, to, more = {}) => ({
  id, kind: "offered", at: at(id), offer: "o", reason: "queue", to, guest: "sam", name: "Sam", question: "Why?", metadata: {}, expires_at: at(60), ...more,
});
const transfer = (id, more = {}) => offered(id, BEN, { reason: "transfer", room: "r", from: ANA, note: "Be quick", guest: undefined, ...more });

test("an offer is there until it is answered, taken back or late, and a snapshot brings it back", () => {
  const state = run(begin(ANA), offered(11, ANA));
  assert.deepEqual(state.offers.map(({ offer, name, question, guest }) => [offer, name, question, guest]), [["o", "Sam", "Why?", "sam"]]);
  for (const how of ["timeout", "declined", "revoked"]) {
    assert.deepEqual(run(state, { id: 12, kind: "offer_expired", at: at(12), offer: "o", how, reason: "queue", to: ANA }).offers, []);
  }
  assert.equal(openOffer(state, Date.parse(at(59))).offer, "o");
  assert.equal(openOffer(state, Date.parse(at(60))), null);
  const offers = [{ offer: "o", reason: "queue", expires_at: at(60), name: "Sam", question: "Why?", guest: "sam", metadata: {} }];
  assert.deepEqual(begin(ANA, { offers }).offers, offers);
});

test("a chat that was given back has somebody again once its guest is taken, for whoever stayed in it", () => {
  const state = begin(BEN, { rooms: [room({ owner: null })] });
  assert.equal(run(state, { id: 11, kind: "dequeued", at: at(11), guest: "sam", reason: "left" }).rooms.r.owner, null);
  assert.equal(run(state, { id: 11, kind: "dequeued", at: at(11), guest: "sam", reason: "assigned", agent: ANA }).rooms.r.owner, "ana");
});

test("an offer is gone once its guest is with somebody, whoever that is", () => {
  const [, joined, , assigned, dequeued] = assignment(12);
  const state = run(begin(ANA), offered(11, ANA));
  assert.deepEqual(run(state, joined, assigned).offers, []);
  assert.deepEqual(run(state, { ...dequeued, agent: BEN }).offers, []);
});

test("the queue tells to whom a guest is offered, and that it is over", () => {
  const entry = { id: "sam", name: "Sam", question: "Why?", metadata: {}, waited_seconds: 0, position: 1 };
  const waiting = run(begin(ANA), { id: 11, kind: "queued", at: at(11), entry, heard: 0 });
  const state = run(waiting, { id: 12, kind: "guest_offered", at: at(12), guest: "sam", to: BEN });
  assert.equal(state.queue.entries[0].offered_to.name, "Ben");
  assert.equal(run(state, { id: 13, kind: "guest_offered", at: at(13), guest: "sam", to: null }).queue.entries[0].offered_to, null);
});

test("whoever offers a conversation sees it pending, and how it ended", () => {
  const state = run(begin(ANA, { rooms: [room()] }), transfer(11));
  assert.deepEqual([state.offers, state.offered.r.to.name, state.offered.r.how], [[], "Ben", undefined]);
  const declined = run(state, { id: 12, kind: "offer_expired", at: at(12), offer: "o", room: "r", how: "declined", reason: "transfer", to: BEN });
  assert.equal(declined.offered.r.how, "declined");
  assert.deepEqual(run(declined, { kind: "my:offered-seen", room: "r" }).offered, {});
});

test("a conversation that is handed over is the other's, and leaves no trace with the one who gave it", () => {
  const state = run(begin(ANA, { rooms: [room()], agents: TWO }), transfer(11));
  const handed = run(state,
    { id: 12, kind: "joined", at: at(12), room: "r", from: BEN, role: "agent", reason: "transferred" },
    { id: 13, kind: "transferred", at: at(13), room: "r", from: ANA, to: BEN });
  assert.deepEqual([handed.rooms.r.owner, handed.offered], ["ben", {}]);
  const left = run(handed, { id: 14, kind: "left", at: at(14), room: "r", from: ANA, reason: "transferred" });
  assert.deepEqual([left.rooms, left.ended], [{}, {}]);
});

test("who accepts a conversation has the room, and one line says that it changed hands", () => {
  const state = run(begin(BEN, { agents: TWO }), transfer(11),
    { id: 12, kind: "joined", at: at(12), room: "r", from: BEN, role: "agent", reason: "transferred" },
    { id: 13, kind: "transferred", at: at(13), room: "r", from: ANA, to: BEN },
    { id: 14, kind: "assigned", at: at(14), room: "r", name: "Sam", reason: "transfer", note: "Be quick" },
    { id: 15, kind: "left", at: at(15), room: "r", from: ANA, reason: "transferred" });
  assert.deepEqual([state.offers, state.rooms.r.owner, state.rooms.r.name], [[], "ben", "Sam"]);
  assert.deepEqual(turns(state.rooms.r, [], BEN).map((item) => item.event.kind), ["transferred"]);
});

test("a guest who is given back stands before the others and is nobody's", () => {
  const entry = (id, position) => ({ id, name: id, question: "?", metadata: {}, waited_seconds: 0, position });
  const state = run(begin(ANA, { rooms: [room()], agents: TWO }), { id: 11, kind: "queued", at: at(11), entry: entry("kim", 1), heard: 0 },
    { id: 12, kind: "transferred", at: at(12), room: "r", from: ANA, to: null, reason: "transferred" },
    { id: 13, kind: "left", at: at(13), room: "r", from: ANA, reason: "transferred" },
    { id: 14, kind: "queued", at: at(14), entry: entry("sam", 1), reason: "transferred", heard: 0 });
  assert.deepEqual(state.queue.entries.map(({ id, position }) => [id, position]), [["sam", 1], ["kim", 2]]);
  assert.equal(state.rooms.r, undefined);
});

test("a guest who is given back waits on in the chat, and hears who comes", () => {
  const guest = run(begin(SAM, { rooms: [room({ role: "guest" })], queue: { entry: null } }),
    { id: 11, kind: "left", at: at(11), room: "r", from: ANA, reason: "transferred" },
    { id: 12, kind: "queued", at: at(12), room: "r", position: 1, wait_seconds: 60 });
  assert.equal(guest.place.position, 1);
  assert.ok(guest.rooms.r);
  const back = run(guest, { id: 13, kind: "assigned", at: at(13), room: "r", name: "Ben", with: BEN });
  assert.deepEqual([back.place, back.rooms.r.owner], [null, "ben"]);
});

test("a conversation that is taken over is the moderator's", () => {
  const state = run(begin(ANA, { rooms: [room()] }),
    { id: 11, kind: "joined", at: at(11), room: "r", from: MIA, role: "agent", reason: "taken_over" },
    { id: 12, kind: "taken_over", at: at(12), room: "r", from: MIA });
  assert.equal(state.rooms.r.owner, "mia");
});

test("how many chats somebody has is the server's to say, whatever happened before", () => {
  const load = (id, agent, chats) => ({ id, kind: "load", at: at(id), agent, chats });
  const state = run(begin(ANA, { agents: TWO }), load(11, "ben", 2), load(12, "ana", 0), load(13, "nobody", 7));
  assert.deepEqual(state.agents.map((agent) => agent.chats), [0, 2]);
  assert.deepEqual(run(state, load(14, "ben", 0)).agents.map((agent) => agent.chats), [0, 0]);
});

test("a watcher is shown as one, and watching brings the room", () => {
  const watching = { id: 11, kind: "watching", at: at(11), room: "r", from: MIA, role: "watcher" };
  assert.equal(run(begin(ANA, { rooms: [room()] }), watching).rooms.r.members.at(-1).role, "watcher");
  assert.equal(run(begin(MIA), watching).rooms.r.role, "watcher");
});

test("who is put out is gone, and the guest reads by whom", () => {
  const kicked = { id: 11, kind: "kicked", at: at(11), room: "r", from: SAM, by: MIA };
  assert.deepEqual(run(begin(ANA, { rooms: [room()] }), kicked).rooms.r.members.map((member) => member.id), ["ana"]);
  const { ended } = run(begin(SAM, { rooms: [room({ role: "guest" })], queue: { entry: null } }), kicked).ended.r;
  assert.deepEqual([ended.reason, ended.by.name], ["kicked", "Mia"]);
});

test("tags are those that the event says, whoever set them", () => {
  const state = run(begin(ANA, { rooms: [room({ tags: ["sync"] })] }),
    { id: 11, kind: "tagged", at: at(11), room: "r", source: "rule", add: ["crash"], remove: [], tags: ["crash", "sync"] });
  assert.deepEqual(state.rooms.r.tags, ["crash", "sync"]);
  assert.equal(turns(state.rooms.r, [], ANA)[0].event.kind, "tagged");
});

test("a note stands in the log and beside it, and can be removed like a message", () => {
  const note = message(11, ANA, "Two-step", { kind: "note" });
  const state = run(begin(ANA, { rooms: [room()] }), note);
  assert.deepEqual(notes(state.rooms.r).map(({ body }) => body), ["Two-step"]);
  assert.equal(turns(state.rooms.r, [], ANA)[0].type, "note");
  const gone = run(state, { id: 12, kind: "redacted", at: at(12), room: "r", event: 11, from: MIA, reason: "private" });
  assert.deepEqual([notes(gone.rooms.r)[0].redacted, notes(gone.rooms.r)[0].html], [true, ""]);
});

test("a limit is a person's or a room's, and neither is taken for the other", () => {
  const state = begin(ANA, { rooms: [room()], agents: TWO });
  const own = run(state, { id: 11, kind: "limit", at: at(11), what: "chat_limit", session: "ana", limit: 5, from: MIA });
  assert.deepEqual([own.session.chat_limit, own.agents[0].chat_limit, own.agents[1].chat_limit], [5, 5, 3]);
  const full = run(state, { id: 11, kind: "limit", at: at(11), what: "session_bytes", room: "r", size: 9, limit: 10 });
  assert.deepEqual([full.rooms.r.nearly_full, full.session.chat_limit], [{ size: 9, limit: 10 }, 3]);
});

test("changed rights are told, and what one may do follows: oneself before one's role, and the owner is in none", () => {
  const usual = { agent: ["speak", "topic"], owner: ["speak", "topic", "kick", "rights"] };
  const begun = begin(ANA, { rooms: [room({ owner: "ben", may: usual.agent, usual, rights: [] })] });
  const rights = (id, who, allow, deny) => ({ id, kind: "rights", at: at(id), room: "r", from: MIA, ...who, allow, deny });
  const role = run(begun, rights(11, { role: "agent" }, ["kick"], ["topic"]));
  assert.equal(turns(role.rooms.r, [], ANA)[0].event.kind, "rights");
  assert.deepEqual(role.rooms.r.may, ["speak", "kick"]);
  const own = run(role, rights(12, { session: "ana" }, ["topic"], ["speak", "kick"]), rights(13, { session: "ben" }, [], ["speak"]));
  assert.deepEqual([own.rooms.r.may, may({ ...own.rooms.r, ended: {} }, "topic")], [["topic"], false]);
  const back = run(own, rights(14, { session: "ana" }, ["speak"], []));
  assert.deepEqual(back.rooms.r.rights.find((each) => each.session === "ana"), { session: "ana", allow: ["topic", "speak"], deny: ["kick"] });
  const heir = run(role, { id: 14, kind: "left", at: at(14), room: "r", from: BEN, owner: "ana" });
  assert.deepEqual([heir.rooms.r.owner, heir.rooms.r.may], ["ana", usual.owner]);
  const watched = begin({ ...MIA, permissions: ["monitor"] }, { rooms: [room({ role: "watcher", may: ["end"], usual: { watcher: [], monitor: ["end"] }, rights: [] })] });
  assert.deepEqual(run(watched, rights(11, { role: "agent" }, ["kick"], ["end"])).rooms.r.may, ["end"]);
});

test("an invitation stays until it is followed or put aside", () => {
  const state = run(begin(BEN), { id: 11, kind: "invited", at: at(11), room: "r", from: ANA, name: "Sam", room_kind: "support" });
  assert.deepEqual(state.invitations, [{ room: "r", name: "Sam", room_kind: "support", from: ANA, note: "" }]);
  assert.deepEqual(run(state, { id: 12, kind: "joined", at: at(12), room: "r", from: BEN, role: "agent" }).invitations, []);
  assert.deepEqual(run(state, { kind: "my:invitation-gone", room: "r" }).invitations, []);
  assert.deepEqual(begin(BEN, { invitations: state.invitations }).invitations, state.invitations);
});

test("a call for a moderator stays until it is seen", () => {
  const state = run(begin(MIA), { id: 11, kind: "reported", at: at(11), report: 7, room: "r", from: ANA, reason: "rude" });
  assert.deepEqual(state.reports.map(({ reason, room: where }) => [reason, where]), [["rude", "r"]]);
  assert.deepEqual(run(state, { kind: "my:report-gone", report: 7 }).reports, []);
});

test("the queue is closed and opened by word, with the reason", () => {
  const closed = run(begin(SAM), { id: 11, kind: "queue_closed", at: at(11), status: "closed", mode: "closed", reason: "A meeting." });
  assert.deepEqual([closed.queue.status, closed.queue.mode, closed.queue.reason], ["closed", "closed", "A meeting."]);
  const open = run(closed, { id: 12, kind: "queue_opened", at: at(12), status: "open", mode: "auto", reason: "" });
  assert.deepEqual([open.queue.status, open.queue.reason], ["open", undefined]);
});

test("why one is away is told, and forgotten when one is back", () => {
  const away = run(begin(ANA), { id: 11, kind: "status", at: at(11), from: ANA, status: "away", reason: "missed_offers" });
  assert.equal(away.session.status_reason, "missed_offers");
  assert.equal(run(away, { id: 12, kind: "status", at: at(12), from: ANA, status: "online" }).session.status_reason, null);
});

test("other rooms are open groups, and for moderators the conversations of others too", () => {
  const list = { agents: TWO, guests: [], rooms: [{ id: "r", kind: "support", members: [] }, { id: "h", kind: "group", members: [] }, { id: "d", kind: "direct", members: [] }] };
  const told = { kind: "my:list", list };
  assert.deepEqual(openRooms(run(begin(ANA), told)).map(({ id }) => id), ["h"]);
  assert.deepEqual(openRooms(run(begin({ ...MIA, permissions: ["monitor"] }), told)).map(({ id }) => id), ["r", "h"]);
  assert.deepEqual(run(begin(ANA), told).agents, TWO);
});

test("a group room is found from when it is opened until it is closed, under its name of now", () => {
  const told = (id, kind, more) => ({ id, kind, at: at(id), room: "h", name: "Hall", topic: "Tea", private: false, permanent: false, owner: "ben", ...more });
  const listed = { kind: "my:list", list: { agents: TWO, guests: [], rooms: [] } };
  const open = run(begin(ANA), listed, told(11, "room_opened"));
  assert.deepEqual(openRooms(open).map(({ id, name, topic, owner }) => [id, name, topic, owner]), [["h", "Hall", "Tea", "ben"]]);
  const changed = run(open, told(12, "room_changed", { topic: "Coffee" }));
  assert.deepEqual(openRooms(changed).map(({ topic }) => topic), ["Coffee"]);
  assert.deepEqual(openRooms(run(changed, { id: 13, kind: "room_closed", at: at(13), room: "h" })), []);
  // Whoever is in it hears the same, and has no line of it in the conversation.
  const inside = run(begin(ANA, { rooms: [room({ id: "h", kind: "group", owner: "ben" })] }), listed, told(11, "room_changed"));
  assert.deepEqual([inside.rooms.h.events, openRooms(inside)], [[], []]);
  // Before there is a list, it comes whole; a text that is kept no longer tells nothing.
  assert.equal(run(begin(ANA), told(11, "room_opened")).list, null);
  assert.deepEqual(openRooms(run(begin(ANA), listed, { id: 11, kind: "room_opened", at: at(11), room: "h", purged: true })), []);
});

test("a room by invitation is found no more by whoever has left it", () => {
  const cellar = { id: "r", kind: "group", name: "Cellar", private: true, members: [] };
  const state = run(begin(ANA, { rooms: [room({ kind: "group", owner: "ben" })] }), { kind: "my:list", list: { agents: TWO, guests: [], rooms: [cellar] } },
    { id: 11, kind: "left", at: at(11), room: "r", from: ANA }, { kind: "my:put-away", room: "r" });
  assert.deepEqual(openRooms(state), []);
});

test("a slash looks for saved replies, by the beginning of the title first", () => {
  assert.deepEqual([replySearch("/Re"), replySearch("a /re"), replySearch("/re\n"), replySearch("/")], ["re", null, null, ""]);
  const reply = (title, text) => ({ title, category: "", text });
  const all = [reply("greet", "please refresh"), reply("refresh", "clean"), reply("other", "nothing")];
  assert.deepEqual(findReplies(all, "re", 5).map(({ title }) => title), ["refresh", "greet"]);
});
