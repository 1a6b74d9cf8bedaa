import assert from "node:assert/strict";
import test from "node:test";

import { chat } from "./cast.mjs";

const { SharedLive } = await chat("shared_live");

const until = async (holds) => {
  for (let tries = 0; tries < 400; tries += 1) {
    if (holds()) return;
    await new Promise((resolve) => { setTimeout(resolve, 5); });
  }
  assert.fail(`never came true: ${holds}`);
};

// A server with one log: streams that stay open, and answers at once to those who do not wait.
function server() {
  const log = [];
  const streams = new Set();
  const encoder = new TextEncoder();
  const line = (event) => `id: ${event.id}\ndata: ${JSON.stringify(event)}\n\n`;
  const after = (cursor) => log.filter(({ id }) => id > cursor);
  return {
    streams,
    opened: 0,
    asked: 0,
    silent: false,
    say(body) {
      const event = { id: log.length + 1, kind: "message", body };
      log.push(event);
      for (const stream of streams) stream.enqueue(encoder.encode(line(event)));
      return event;
    },
    whisper(event) {
      for (const stream of streams) stream.enqueue(encoder.encode(`data: ${JSON.stringify(event)}\n\n`));
    },
    async request(path, { signal }) {
      this.opened += 1;
      const cursor = Number(/cursor=(\d+)/.exec(path)[1]);
      let its;
      const body = new ReadableStream({
        start(controller) {
          its = controller;
          streams.add(controller);
          controller.enqueue(encoder.encode(after(cursor).map(line).join("") || ": hello\n\n"));
          signal.addEventListener("abort", () => { streams.delete(controller); controller.error(new Error("aborted")); });
        },
        cancel: () => streams.delete(its),
      });
      return new Response(body, { headers: { "Content-Type": "text/event-stream" } });
    },
    async get(path) {
      this.asked += 1;
      const cursor = Number(/cursor=(\d+)/.exec(path)[1]);
      assert.match(path, /wait=0/);
      return { events: after(cursor), cursor: log.length };
    },
  };
}

// Tabs of one browser; `Channel` is the one that node has, under a name of this test's own.
let tests = 0;
function browser(its, { Channel = BroadcastChannel, heartbeatSeconds = 15 } = {}) {
  tests += 1;
  const name = `tabs ${tests}`;
  const tabs = [];
  const open = (rank = tabs.length, cursor = 0) => {
    const tab = { heard: [], states: [], frozen: false };
    tab.live = new SharedLive({
      Channel: Channel && class extends Channel {
        // The test's end is the channel's end.
        constructor(its) { super(its); this.unref(); }
        postMessage(message) { if (!tab.frozen) super.postMessage(message); }
      },
      name: () => name, rank: [rank, `tab ${rank}`], api: its, waitSeconds: 1, heartbeatSeconds,
      hear: (events) => tab.heard.push(...events.map(({ body, kind }) => body ?? kind)),
      connection: (state) => tab.states.push(state), gone: async () => 0, out: () => {},
    });
    tab.live.start(cursor);
    tabs.push(tab);
    return tab;
  };
  const leaders = () => tabs.filter(({ live }) => live.leads).length;
  const close = () => { for (const { live } of tabs) live.stop(); };
  return { tabs, open, leaders, close };
}

const numbers = (count) => Array.from({ length: count }, (_, n) => String(n + 1));

test("ten tabs hear everything once and in order over one connection", async () => {
  const its = server();
  const { tabs, open, leaders, close } = browser(its);
  open();
  await until(() => its.streams.size === 1);
  for (let n = 0; n < 9; n += 1) open();
  await until(() => leaders() === 1 && its.streams.size === 1);
  for (const body of numbers(20)) its.say(body);
  await until(() => tabs.every(({ heard }) => heard.length >= 20));
  its.whisper({ kind: "typing" });
  await until(() => tabs.every(({ heard }) => heard.at(-1) === "typing"));
  for (const { heard, states } of tabs) {
    assert.deepEqual(heard, [...numbers(20), "typing"]);
    assert.equal(states.at(-1), "live");
  }
  close();
});

test("a tab that comes late, from an older place, misses nothing", async () => {
  const its = server();
  const { open, leaders, close } = browser(its);
  const first = open();
  for (const body of numbers(5)) its.say(body);
  await until(() => first.heard.length === 5);
  const late = open(1, 2);
  its.say("6");
  await until(() => late.heard.length === 4);
  assert.deepEqual(late.heard, ["3", "4", "5", "6"]);
  await until(() => leaders() === 1);
  close();
});

test("when the tab that leads is closed another goes on, with nothing missing and nothing twice", async () => {
  const its = server();
  const { tabs, open, leaders, close } = browser(its);
  for (let n = 0; n < 4; n += 1) open();
  await until(() => leaders() === 1 && its.streams.size === 1);
  its.say("1");
  await until(() => tabs.every(({ heard }) => heard.length === 1));
  const leader = tabs.find(({ live }) => live.leads);
  leader.live.stop();
  for (const body of ["2", "3", "4"]) its.say(body);
  const others = tabs.filter((tab) => tab !== leader);
  await until(() => others.every(({ heard }) => heard.length >= 4));
  await until(() => leaders() === 1);
  its.say("5");
  await until(() => others.every(({ heard }) => heard.length >= 5));
  for (const { heard } of others) assert.deepEqual(heard, numbers(5));
  close();
});

test("a leader that falls silent is followed no longer, and follows when it is back", async () => {
  const its = server();
  const { open, leaders, close } = browser(its, { heartbeatSeconds: -2.4 });
  const first = open();
  await until(() => its.streams.size === 1);
  const second = open();
  await until(() => leaders() === 1 && second.states.includes("live"));
  first.frozen = true;
  await until(() => second.live.leads);
  its.say("1");
  await until(() => second.heard.length === 1);
  first.frozen = false;
  its.say("2");
  await until(() => leaders() === 1);
  await until(() => first.heard.length === 2 && second.heard.length === 2);
  assert.deepEqual([first.heard, second.heard], [["1", "2"], ["1", "2"]]);
  close();
});

test("begun anew from a snapshot, a tab goes on from there and hears nothing twice", async () => {
  const its = server();
  const { tabs, open, leaders, close } = browser(its);
  open();
  open();
  await until(() => leaders() === 1);
  for (const body of numbers(3)) its.say(body);
  await until(() => tabs.every(({ heard }) => heard.length === 3));
  const follower = tabs.find(({ live }) => !live.leads);
  const leader = tabs.find(({ live }) => live.leads);
  follower.live.start(3);
  leader.live.start(3);
  its.say("4");
  await until(() => tabs.every(({ heard }) => heard.length === 4));
  for (const { heard } of tabs) assert.deepEqual(heard, numbers(4));
  close();
});

test("where tabs cannot speak with each other, each listens for itself", async () => {
  const its = server();
  const { tabs, open, leaders, close } = browser(its, { Channel: null });
  open();
  open();
  await until(() => its.streams.size === 2);
  its.say("1");
  await until(() => tabs.every(({ heard }) => heard.length === 1));
  assert.equal(leaders(), 2);
  close();
});
