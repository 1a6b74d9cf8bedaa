// What the widget's button says in each state. The script is a classic one, without imports and exports.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";

const source = readFileSync(new URL("../../inko_lite/web/static/js/widget/badge.js", import.meta.url), "utf8");
const { badgeOf, momentOf, sayer } = new Function(`${source}; return { badgeOf, momentOf, sayer };`)();

const NAMES = [
  "open", "open-soon", "open-wait", "full", "closed", "closed-until", "unstaffed", "unknown", "opened", "waiting", "chatting", "wrote",
];
const say = sayer(Object.fromEntries(NAMES.map((name) => [`widget-${name}`, `${name} { $wait }{ $place }{ $name }{ $when }`])));
const CALM = { status: null, chat: { where: "ask", place: null }, unread: 0, from: "", opened: false };
const said = (state, locale = "en") => {
  const { kind, text } = badgeOf({ ...CALM, ...state }, say, locale);
  return [kind, text.replaceAll("undefined", "").trim()];
};
const open = (wait_seconds) => ({ status: { status: "open", wait_seconds } });

test("the queue's state, with the wait as a range that each language says in its own way", () => {
  assert.deepEqual(said(open(300)), ["open", "open-wait 4–6 minutes"]);
  assert.deepEqual(said(open(90), "de"), ["open", "open-wait 1–2 Minuten"]);
  assert.deepEqual(said(open(60)), ["open", "open-soon"]);
  assert.deepEqual(said(open(null)), ["open", "open"]);
  for (const status of ["full", "closed", "unstaffed"]) assert.deepEqual(said({ status: { status } }), ["closed", status]);
  assert.deepEqual(said({}), ["unknown", "unknown"]);
});

test("somebody's own chat goes before the queue's state, and an unread message before all", () => {
  const wait = { ...open(300), chat: { where: "wait", place: 3 } };
  assert.deepEqual(said(wait), ["open", "waiting 3"]);
  const chat = { ...open(300), chat: { where: "chat", place: null } };
  assert.deepEqual(said(chat), ["open", "chatting"]);
  assert.deepEqual(said({ ...chat, unread: 2, from: "Jonas" }), ["open", "wrote Jonas"]);
  assert.deepEqual(said({ ...chat, unread: 2 }), ["open", "chatting"]);
  assert.deepEqual(said({ ...open(300), chat: { where: "after", place: null } }), ["open", "open-wait 4–6 minutes"]);
});

test("a name with a dollar sign or a brace in it stays what it is", () => {
  assert.equal(sayer({ a: "{ $name } wrote" })("a", { name: "$& { $name }" }), "$& { $name } wrote");
});

test("the time of opening is said as people say it", () => {
  const now = new Date(2026, 10, 22, 12, 0);
  const at = (day, hour) => momentOf(new Date(2026, 10, day, hour, 0).toISOString(), "de", now);
  assert.equal(at(22, 18), "heute, 18:00");
  assert.match(at(23, 9), /^morgen, 0?9:00$/);
  assert.match(at(25, 9), /^Mittwoch, 0?9:00$/);
  assert.match(said({ status: { status: "closed", opens_at: new Date(2026, 10, 22, 18).toISOString() } })[1], /^closed-until .*6:00.PM$/);
});
