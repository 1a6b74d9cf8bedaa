import assert from "node:assert/strict";
import test from "node:test";

import { chat } from "./cast.mjs";

const { isolated } = await chat("direction");
const { Words } = await chat("words");

test("each change of direction in a text has its end in it, and nothing else has", () => {
  assert.equal(isolated("Ana"), "Ana");
  assert.equal(isolated("a\u202eb"), "a\u202eb\u202c");
  assert.equal(isolated("a\u2069b\u202c"), "ab");
  assert.equal(isolated("\u2067\u202ea\u2069b"), "\u2067\u202ea\u2069b");
  assert.equal(isolated("\u202a\u2066a"), "\u202a\u2066a\u2069\u202c");
  assert.equal(isolated("a\u200fb 😀\u200d"), "a\u200fb 😀\u200d");
});

test("regression: a value ends none of the marks that a sentence puts around it", () => {
  const words = new Words("en", "topic = { $name } changed the topic to “{ $topic }” at { $time }");
  const said = words.say("topic", { name: "Gus\u2069\u202e", topic: "\u2069\u202ex\u2066", time: "12:00" });
  assert.equal(said, "\u2068Gus\u202e\u202c\u2069 changed the topic to “\u2068\u202ex\u2066\u2069\u202c\u2069” at \u206812:00\u2069");
  assert.deepEqual(words.around("topic", "topic", { name: "A", time: "1" }), ["\u2068A\u2069 changed the topic to “\u2068", "\u2069” at \u20681\u2069"]);
});
