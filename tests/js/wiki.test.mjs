import assert from "node:assert/strict";
import test from "node:test";

import { chat } from "./cast.mjs";

const { mark } = await chat("wiki");

// The text with the part between | and | selected; what becomes of it, written in the same way.
function press(kind, marked) {
  const [before, chosen, after] = marked.split("|");
  const text = before + chosen + after;
  const { start, end, insert, select: [from, to] } = mark(kind, text, before.length, before.length + chosen.length);
  const done = text.slice(0, start) + insert + text.slice(end);
  return `${done.slice(0, from)}|${done.slice(from, to)}|${done.slice(to)}`;
}

test("bold goes around what is selected, and off it again", () => {
  assert.equal(press("bold", "say |it| now"), "say '''|it|''' now");
  assert.equal(press("bold", "say '''|it|''' now"), "say |it| now");
  assert.equal(press("bold", "||"), "'''||'''");
  assert.equal(press("bold", "''|it|''"), "'''''|it|'''''");
});

test("a key and a piece of code are marked; several lines of code become a block", () => {
  assert.equal(press("key", "hold |Shift|"), "hold {key |Shift|}");
  assert.equal(press("key", "hold {key |Shift|}"), "hold |Shift|");
  assert.equal(press("code", "run |ls| now"), "run <code>|ls|</code> now");
  assert.equal(press("code", "|a\nb|"), "<pre>\n|a\nb|\n</pre>");
});

test("each line that is touched becomes an item, and a list becomes lines again", () => {
  assert.equal(press("list", "a\nb|b\nc|c\nd"), "a\n* bb\n* cc||\nd");
  assert.equal(press("list", "|* a\n* b|"), "a\nb||");
  assert.equal(press("list", "* a\n|b|"), "* a\n* b||");
  assert.equal(press("list", "||"), "* ||");
  assert.equal(press("list", "|* a\nb|"), "* a\n* b||");
});

test("a link wants what is missing: an address its label, a label its address", () => {
  assert.equal(press("link", "see |https://example.org/a|"), "see [https://example.org/a ||]");
  assert.equal(press("link", "see |the manual|"), "see [https://|| the manual]");
  assert.equal(press("link", "||"), "[https://|| ]");
});
