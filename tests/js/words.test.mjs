import assert from "node:assert/strict";
import { readFileSync, readdirSync } from "node:fs";
import test from "node:test";

import { chat } from "./cast.mjs";

const { Words } = await chat("words");
const { detect } = await chat("device");

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

test("a browser is known by what it says, and a system by no version that it hides", () => {
  const known = {
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:143.0) Gecko/20100101 Firefox/143.0": ["Firefox 143", "Windows"],
    "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.4 Safari/605.1.15": ["Safari 18", "macOS"],
    "Mozilla/5.0 (Linux; Android 15; Mobile; rv:143.0) Gecko/143.0 Firefox/143.0": ["Firefox 143", "Android 15"],
    "Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 FxiOS/143.0 Mobile/15E148 Safari/605.1.15": ["Firefox 143", "iOS 18.5"],
    "Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36 Edg/140.0.0.0": ["Edge 140", "Windows"],
    "curl/8.0": ["", ""],
  };
  for (const [agent, [version, os]] of Object.entries(known)) assert.deepEqual(detect(agent), { version, os }, agent);
});
