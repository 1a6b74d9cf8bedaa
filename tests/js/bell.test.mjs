import assert from "node:assert/strict";
import test from "node:test";

import { chat } from "./cast.mjs";

const { Bell } = await chat("bell");
const { Memory } = await chat("memory");

// A browser with tabs: what one keeps the others find, and its locks are real ones in small.
function browser() {
  const kept = new Map();
  const storage = {
    getItem: (name) => kept.get(name) ?? null, setItem: (name, value) => kept.set(name, value), removeItem: (name) => kept.delete(name),
  };
  let order = Promise.resolve();
  const locks = { request: (_, work) => (order = order.then(work)) };
  const done = [];
  const tab = (name, more = {}) => new Bell({
    memory: new Memory(storage), locks, looking: () => false, ready: () => true, random: () => 0.5,
    play: (kind) => done.push(`${name} plays ${kind}`), show: ({ title }) => done.push(`${name} shows ${title}`), ...more,
  });
  return { tab, done };
}

test("nobody is called who has not asked for it", async () => {
  const { tab, done } = browser();
  assert.equal(await tab("a").ring("message", { key: 1 }), false);
  assert.deepEqual(done, []);
});

test("of many tabs one calls, and once for each thing", async () => {
  const { tab, done } = browser();
  const tabs = ["a", "b", "c"].map((name) => tab(name));
  tabs[0].set({ sound: true, notify: true });
  for (const each of tabs) each.recall();
  const rang = await Promise.all(tabs.map((each) => each.ring("message", { key: 7, title: "Ana" })));
  assert.equal(rang.filter(Boolean).length, 1);
  assert.equal(done.length, 2);
  await Promise.all(tabs.map((each) => each.ring("message", { key: 7, title: "Ana" })));
  assert.equal(done.length, 2);
  await tabs[0].ring("offer", { key: "o 1" });
  await tabs[0].ring("offer", { key: "o 2" });
  assert.equal(done.filter((each) => each.includes("offer")).length, 2);
});

test("the tab that is looked at decides for all, and is silent when asked to be", async () => {
  const { tab, done } = browser();
  const looked = tab("looked", { looking: () => true });
  const other = tab("other");
  looked.set({ sound: true, notify: true });
  other.recall();
  assert.deepEqual(await Promise.all([other.ring("message", { key: 1 }), looked.ring("message", { key: 1 })]), [false, false]);
  assert.deepEqual(done, []);
  looked.set({ quiet: false });
  other.recall();
  await Promise.all([other.ring("message", { key: 2 }), looked.ring("message", { key: 2 })]);
  // Whoever looks needs no notice.
  assert.deepEqual(done, ["looked plays message"]);
});

test("a tab that may sound comes before one that the browser holds back", async () => {
  const { tab, done } = browser();
  const held = tab("held", { ready: () => false });
  held.set({ sound: true });
  const ready = tab("ready");
  await Promise.all([held.ring("joined", { key: 1 }), ready.ring("joined", { key: 1 })]);
  assert.deepEqual(done, ["ready plays joined"]);
  await held.ring("joined", { key: 2 });
  assert.deepEqual(done.at(-1), "held plays joined");
});

test("a choice is kept and reaches the other tabs; a browser that keeps nothing still rings", async () => {
  const { tab } = browser();
  const [one, two] = [tab("one"), tab("two")];
  let told = 0;
  const stop = two.subscribe(() => { told += 1; });
  one.set({ sound: true });
  two.recall();
  stop();
  two.recall();
  assert.equal(two.options.sound, true);
  assert.equal(told, 1);
  const done = [];
  const alone = new Bell({
    memory: new Memory(null), looking: () => false, ready: () => true, play: (kind) => done.push(kind), show: () => {}, defaults: { sound: true },
  });
  assert.equal(await alone.ring("message", { key: 1 }), true);
  assert.equal(await alone.ring("message", { key: 1 }), false);
  assert.deepEqual(done, ["message"]);
});
