import assert from "node:assert/strict";
import test from "node:test";

import { chat, json, refusal, serving } from "./cast.mjs";

const { Api, Refused, Unreachable } = await chat("api");

const api = (server) => new Api({ prefix: "/chat", fetch: server.fetch, random: () => 0 });
const hurried = (its) => {
  const timer = setInterval(() => its.hurry(), 1);
  return () => clearInterval(timer);
};

test("every post carries the session's token, and the prefix is honoured", async () => {
  const server = serving(["/chat/session", json({ csrf: "token" })], ["/chat/end/r", json({})]);
  const its = api(server);
  await its.session();
  await its.post("/end/r", { reason: "done" });
  assert.equal(server.asked[1].headers["X-CSRF-Token"], "token");
  assert.deepEqual(server.asked[1].body, { reason: "done" });
});

test("a token that has changed is fetched once, and the post repeated", async () => {
  const server = serving(["/chat/x", refusal("csrf", 403)], ["/chat/session", json({ csrf: "new" })], ["/chat/x", json({ ok: 1 })]);
  assert.deepEqual(await api(server).post("/x"), { ok: 1 });
  assert.equal(server.asked[2].headers["X-CSRF-Token"], "new");
});

test("what may pass is tried again with the same body until it is heard", async () => {
  const server = serving(
    ["/chat/x", new TypeError("network")],
    ["/chat/x", refusal("store.unavailable", 503, { "Retry-After": "1" })],
    ["/chat/x", refusal("capacity.messages_per_minute", 429, { "Retry-After": "1" })],
    ["/chat/x", () => new Response("Bad gateway", { status: 502 })],
    ["/chat/x", json({ id: 7 }, 201)],
  );
  const its = api(server);
  const stop = hurried(its);
  const reasons = [];
  assert.deepEqual(await its.postUntilHeard("/x", { client_id: "c" }, { again: (error) => reasons.push(error.code ?? "unreachable") }), { id: 7 });
  stop();
  assert.deepEqual(reasons, ["unreachable", "store.unavailable", "capacity.messages_per_minute", "unreachable"]);
  assert.equal(new Set(server.asked.map((each) => each.body.client_id)).size, 1);
});

test("a definite refusal is not tried again and says why", async () => {
  for (const [code, status] of [["queue.unstaffed", 503], ["capacity.waiting", 503], ["room.ended", 410], ["capacity.message_bytes", 413]]) {
    const server = serving(["/chat/x", refusal(code, status)]);
    await assert.rejects(api(server).postUntilHeard("/x", {}), (error) => error instanceof Refused && error.detail === `No: ${code}.`);
    assert.equal(server.asked.length, 1);
  }
});

test("a reply that is cut off is no reply", async () => {
  const server = serving(["/chat/x", () => new Response('{"id"', { headers: { "Content-Type": "application/json" } })]);
  await assert.rejects(api(server).post("/x"), Unreachable);
});

test("a clock that is wrong is known from the server's Date", async () => {
  const server = serving(["/chat/x", json({}, 200, { Date: new Date(Date.now() + 3600e3).toUTCString() })]);
  const its = api(server);
  await its.get("/x");
  assert.ok(Math.abs(its.behind - 3600e3) < 2000);
});
