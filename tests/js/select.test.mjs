import assert from "node:assert/strict";
import test from "node:test";

import { ANA, SAM, at, chat, message } from "./cast.mjs";

const { initials, turns, unansweredIds, unansweredSince, unread, withDays } = await chat("select");

const room = (...events) => ({ id: "r", kind: "support", guest: "sam", opened_at: at(0), members: [], events });

test("messages of one person stand under one name until somebody else speaks, or time passes", () => {
  const late = message(5, SAM, "e", { at: at(5 + 301) });
  const items = turns(room(message(1, SAM, "a"), message(2, SAM, "b"), message(3, ANA, "c"), message(4, SAM, "d"), late), [], SAM);
  assert.deepEqual(items.map((item) => [item.from.id, item.messages.map((each) => each.body).join("")]), [
    ["sam", "ab"], ["ana", "c"], ["sam", "d"], ["sam", "e"],
  ]);
});

test("another day is said where it begins, and today's only after another", () => {
  const day = (id, when) => message(id, id % 2 ? SAM : ANA, "a", { at: new Date(2026, 10, when, 12).toISOString() });
  const kinds = (items, today) => withDays(items, new Date(2026, 10, today, 18)).map(({ type }) => type).join(" ");
  const items = turns(room(day(1, 21), day(2, 21), day(3, 23), { ...day(4, 23), kind: "note" }), [], SAM);
  assert.equal(kinds(items, 23), "day turn turn day turn note");
  assert.equal(kinds(items, 21), "turn turn day turn note");
  assert.equal(kinds(items.slice(2), 23), "turn note");
});

test("a line about coming and going stands between turns", () => {
  const joined = { id: 2, kind: "joined", at: at(2), room: "r", from: ANA };
  assert.deepEqual(turns(room(message(1, SAM, "a"), joined, message(3, SAM, "b")), [], SAM).map((item) => item.type), ["turn", "line", "turn"]);
});

test("what is under way stands last, in its own room, and once", () => {
  const way = (client_id, where = "r") => ({ client_id, room: where, body: client_id, at: at(9), state: "sending" });
  const items = turns(room(message(1, SAM, "a")), [way("c1"), way("c9"), way("c8", "other")], SAM);
  assert.deepEqual(items.flatMap((item) => item.messages.map((each) => each.body)), ["a", "c9"]);
});

test("a guest waits for an answer from the first message that nobody answered, or from the beginning", () => {
  assert.equal(unansweredSince(room()), Date.parse(at(0)));
  assert.equal(unansweredSince(room(message(1, SAM, "a"), message(2, ANA, "b"))), null);
  const open = room(message(1, SAM, "a"), message(2, ANA, "b"), message(3, SAM, "c"), message(4, SAM, "d"));
  assert.equal(unansweredSince(open), Date.parse(at(3)));
  assert.deepEqual([...unansweredIds(open)], [3, 4]);
});

test("unread is what others said after what was read", () => {
  const state = { session: ANA, read: { r: 2 } };
  assert.equal(unread(state, room(message(1, SAM, "a"), message(2, SAM, "b"), message(3, ANA, "c"), message(4, SAM, "d"))), 1);
});

test("initials are letters of any script, and never nothing", () => {
  assert.deepEqual(["Marta Kowalska", "ana", "سارة حداد", "  ", "𝒳 y z"].map(initials), ["MK", "A", "سح", "?", "𝒳Z"]);
});
