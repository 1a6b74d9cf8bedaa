import assert from "node:assert/strict";
import test from "node:test";

import { ANA, LIMITS, SAM, at, chat, json, refusal, snapshot } from "./cast.mjs";

const { Client } = await chat("client");
const { Keepsakes, Memory } = await chat("memory");
const { phase } = await chat("select");

const storage = () => ({ items: new Map(), getItem(name) { return this.items.get(name) ?? null; }, setItem(name, value) { this.items.set(name, value); }, removeItem() {} });
const WAITTIME = json({ status: "open", waiting: 1, position: 1, wait_seconds: 60 });

// A server in a few lines: `answers[path]` is called for a request to it; the listener is held until it is stopped.
function page(t, answers) {
  const asked = [];
  let clock = Date.parse(at(0));
  const fetch = (path, options = {}) => {
    if (path.startsWith("/listen")) return new Promise((_, reject) => { options.signal.addEventListener("abort", () => reject(new Error("aborted"))); });
    asked.push([path, options.body && JSON.parse(options.body)]);
    const reply = answers[path] ?? { "/session": json({ session: SAM, csrf: "t", limits: LIMITS }), "/state": json(snapshot(SAM, { queue: { entry: null } })), "/waittime": WAITTIME }[path];
    return Promise.resolve().then(() => reply(options));
  };
  const memory = new Memory(storage());
  const client = new Client({ settings: { prefix: "", wait_seconds: 25, heartbeat_seconds: 15 }, keepsakes: new Keepsakes(memory, memory), fetch, now: () => clock });
  t.after(() => client.stop());
  const told = (path) => asked.filter(([each]) => each === path).map(([, body]) => body);
  return { client, told, later: (seconds) => { clock += seconds * 1000; } };
}

test("a place is held with the first letter, held longer in time, and given back", async (t) => {
  const { client, told, later } = page(t, { "/queue/reserve": json({ position: 3, expires_at: at(180) }, 201), "/queue/leave": json({ left: true }) });
  await client.start();
  assert.equal((await client.visit.reserve()).position, 3);
  assert.equal(await client.visit.reserve(), null);
  later(89);
  await client.visit.reserve();
  assert.equal(told("/queue/reserve").length, 1);
  later(2);
  await client.visit.reserve();
  assert.equal(told("/queue/reserve").length, 2);
  await client.visit.release();
  await client.visit.release();
  assert.equal(told("/queue/leave").length, 1);
});

test("no place to be had is nothing to be given back", async (t) => {
  const { client, told } = page(t, { "/queue/reserve": refusal("capacity.waiting", 503) });
  await client.start();
  assert.equal(await client.visit.reserve(), null);
  assert.equal(await client.visit.reserve(), null);
  await client.visit.release();
  assert.deepEqual([told("/queue/reserve").length, told("/queue/leave").length], [1, 0]);
});

test("a question that stands by is in no place yet, also when it is sent again", async (t) => {
  const first = page(t, { "/identify": json({ standby: true, standing_by: 1 }, 202) });
  await first.client.start();
  assert.deepEqual(await first.client.visit.ask({ name: "Sam", question: "Why?", standby: true }), { standby: true });
  assert.equal(phase(first.client.state), "ask");
  const again = page(t, { "/identify": refusal("queue.already", 409) });
  await again.client.start();
  assert.deepEqual(await again.client.visit.ask({ name: "Sam", question: "Why?", standby: true }), { standby: true });
});

test("the code to come back with is known once a guest waits", async (t) => {
  const { client } = page(t, { "/identify": json({ position: 1, wait_seconds: 60, resume_code: "ABCD-EFGH" }, 202) });
  await client.start();
  assert.deepEqual(await client.visit.ask({ name: "Sam", question: "Why?" }), { standby: false });
  assert.deepEqual([phase(client.state), client.state.resume_code, client.state.place.resume_code], ["wait", "ABCD-EFGH", undefined]);
});

test("a code brings the chat of another browser, and a wrong one leaves everything as it is", async (t) => {
  const room = { id: "r", name: "Sam", kind: "support", members: [{ ...ANA, role: "agent" }], events: [] };
  const wrong = page(t, { "/session/resume": refusal("resume.unknown", 404) });
  await wrong.client.start();
  await assert.rejects(wrong.client.visit.resume("AAAA-AAAA"), { code: "resume.unknown" });
  assert.deepEqual([phase(wrong.client.state), wrong.client.state.out], ["ask", null]);
  let resumed = false;
  const right = page(t, {
    "/session/resume": () => { resumed = true; return json({ csrf: "u" })(); },
    "/state": () => json(resumed ? snapshot(SAM, { rooms: [room] }) : snapshot(SAM, { queue: { entry: null } }))(),
  });
  await right.client.start();
  assert.equal(phase(right.client.state), "ask");
  await right.client.visit.resume(" abcd-efgh ");
  assert.deepEqual([phase(right.client.state), right.told("/session/resume")], ["chat", [{ code: "abcd-efgh" }]]);
});
