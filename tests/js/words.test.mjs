import assert from "node:assert/strict";
import { readFileSync, readdirSync } from "node:fs";
import test from "node:test";

import { chat } from "./cast.mjs";

const { Words } = await chat("words");

const FOLDER = new URL("../../inko_lite/web/locales/", import.meta.url);
const read = (locale) => readdirSync(new URL(`${locale}/`, FOLDER)).filter((name) => name !== "transcript.ftl")
  .map((name) => readFileSync(new URL(`${locale}/${name}`, FOLDER), "utf8")).join("\n");

test("every message of every catalogue can be said", () => {
  const locales = readdirSync(FOLDER);
  assert.ok(locales.length >= 3);
  for (const locale of locales) {
    const words = new Words(locale, read(locale));
    const names = [...read(locale).matchAll(/^([a-z][a-z0-9-]*) *=/gm)].map(([, name]) => name);
    assert.ok(names.length > 200, locale);
    for (const name of names) {
      const errors = [];
      words.bundle.formatPattern(words.bundle.getMessage(name).value, { name: "x", ...Object.fromEntries(valuesOf(read(locale), name)) }, errors);
      assert.deepEqual(errors, [], `${locale}: ${name}`);
    }
  }
});

// The values that a message names, each with a number, as most are.
function valuesOf(source, name) {
  const [text] = source.match(new RegExp(`^${name} *=.*(?:\\n(?:[ \\t].*))*`, "m"));
  return [...text.matchAll(/\$([a-z]+)/g)].map(([, value]) => [value, 3]);
}

test("an expected wait is a range and never one exact figure", () => {
  const { wait, elapsed } = new Words("en", read("en"));
  const plain = (text) => text.replace(/[\u2068\u2069]/g, "");
  assert.equal(plain(wait(null)), "We cannot say yet how long it takes");
  assert.equal(plain(wait(30)), "about a minute");
  assert.equal(plain(wait(300)), "about 4–6 minutes");
  assert.deepEqual([0, 80, 3700].map(elapsed), ["0:00", "1:20", "1:01:40"]);
});

test("a value can be drawn in its own way, wherever the language puts it", () => {
  for (const locale of ["en", "de", "ar"]) assert.equal(new Words(locale, read(locale)).around("agent-due", "time").length, 2);
});
