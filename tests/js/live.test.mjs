import assert from "node:assert/strict";
import test from "node:test";

import { SAM, chat, frame, json, message, refusal, serving, stream, until } from "./cast.mjs";

const { Api } = await chat("api");
const { Live } = await chat("live");
const { SseParser } = await chat("sse");

function listen(t, server, more = {}) {
  const heard = { events: [], connection: [], out: null };
  const live = new Live({
    api: new Api({ prefix: "", fetch: server.fetch }), waitSeconds: 1, heartbeatSeconds: 15, random: () => 0,
    hear: (events) => heard.events.push(...events.map((event) => event.id ?? event.kind)),
    connection: (state) => { if (heard.connection.at(-1) !== state) heard.connection.push(state); },
    gone: async () => 100, out: (error) => { heard.out = error.code; }, ...more,
  });
  // No test waits for a back-off.
  const timer = setInterval(() => live.hurry(), 1);
  t.after(() => {
    clearInterval(timer);
    live.stop();
  });
  live.start(10);
  return { live, heard };
}

test("a stream that breaks is gone on with from the last event, none missed and none twice", async (t) => {
  const server = serving(
    ["/listen?cursor=10", stream(["retry: 1000\n\n", frame(message(11, SAM, "a")), frame({ kind: "typing" }), frame(message(12, SAM, "b"))])],
    ["/listen?cursor=12", new TypeError("network")],
    ["/listen?cursor=12", stream([frame(message(12, SAM, "b")), frame(message(13, SAM, "c"))], true)],
  );
  const { heard } = listen(t, server);
  await until(() => heard.events.includes(13));
  assert.deepEqual(heard.events, [11, "typing", 12, 13]);
  assert.deepEqual(heard.connection, ["live", "lost", "live"]);
});

test("a heartbeat that names a position moves the cursor without an event", async (t) => {
  const server = serving(["/listen?cursor=10", stream([":\nid: 40\n\n"])], ["/listen?cursor=40", stream([frame(message(41, SAM, "a"))], true)]);
  const { heard } = listen(t, server);
  await until(() => heard.events.length);
  assert.deepEqual(heard.events, [41]);
});

test("where no stream comes through, long polls do", async (t) => {
  const server = serving(
    ["/listen?cursor=10", json({ cursor: 10, events: [] })],
    ["/listen?cursor=10&wait=1", json({ cursor: 12, events: [message(12, SAM, "a")] })],
    ["/listen?cursor=12&wait=1", json({ cursor: 15, events: [] })],
    ["/listen?cursor=15&wait=1", stream([], true)],
  );
  const { heard } = listen(t, server);
  await until(() => server.asked.length === 4);
  assert.deepEqual(heard.events, [12]);
  assert.deepEqual(heard.connection, ["live"]);
});

test("a cursor that is gone is exchanged for a new snapshot", async (t) => {
  const server = serving(["/listen?cursor=10", refusal("cursor.gone", 410)], ["/listen?cursor=100", stream([frame(message(101, SAM, "a"))], true)]);
  const { heard } = listen(t, server);
  await until(() => heard.events.length);
  assert.deepEqual(heard.events, [101]);
});

test("a session that is over ends the listening", async (t) => {
  const server = serving(["/listen?cursor=10", refusal("auth.required", 401)]);
  const { heard } = listen(t, server);
  await until(() => heard.out);
  assert.equal(heard.out, "auth.required");
  assert.equal(server.asked.length, 1);
});

test("a connection in doubt is dropped and made anew at once", async (t) => {
  const server = serving(["/listen?cursor=10", stream([frame(message(11, SAM, "a"))], true)], ["/listen?cursor=11", stream([frame(message(12, SAM, "b"))], true)]);
  const { live, heard } = listen(t, server);
  await until(() => heard.events.length === 1);
  live.hurry(true);
  await until(() => heard.events.length === 2);
  assert.deepEqual(heard.events, [11, 12]);
});

test("events come out whole however the bytes are cut, with any line ends", () => {
  const text = ": hello\r\nretry: 250\r\n\r\nid: 7\r\ndata: one\r\ndata: two\r\n\r\ndata:three\n\nid: 9\n\n";
  for (let size = 1; size < text.length; size += 1) {
    const parser = new SseParser();
    const found = [];
    for (let from = 0; from < text.length; from += size) found.push(...parser.feed(text.slice(from, from + size)));
    assert.deepEqual(found, [{ id: "7", data: "one\ntwo" }, { id: null, data: "three" }]);
    assert.deepEqual([parser.retry, parser.lastId], [250, "9"]);
  }
});
