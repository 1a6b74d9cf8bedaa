import assert from "node:assert/strict";
import test from "node:test";

import { ANA, LIMITS, SAM, at, chat, json, message, refusal, snapshot, until } from "./cast.mjs";

const { Client } = await chat("client");
const { Keepsakes, Memory } = await chat("memory");
const { phase } = await chat("select");

const ROOM = {
  id: "r", name: "Sam", kind: "support", role: "guest", owner: "ana", guest: "sam", opened_at: at(0), topic: "", metadata: {},
  members: [{ ...SAM, role: "guest" }, { ...ANA, role: "agent" }], events: [], more: false,
};

class Storage {
  items = new Map();
  getItem = (name) => this.items.get(name) ?? null;
  setItem = (name, value) => this.items.set(name, value);
  removeItem = (name) => this.items.delete(name);
}

// A server in a few lines: `answers[path]` is called for a request to it; the listener is held for ever.
function page(t, answers, { storage = new Storage(), me = SAM, rooms = [ROOM] } = {}) {
  const asked = [];
  const fetch = (path, options = {}) => {
    const name = path.split("?")[0];
    if (name === "/listen") return new Promise((_, reject) => { options.signal.addEventListener("abort", () => reject(new Error("aborted"))); });
    asked.push({ path, body: options.body && JSON.parse(options.body) });
    const reply = { "/session": json({ session: me, csrf: "t", limits: LIMITS }), "/state": json(snapshot(me, { rooms })), ...answers }[name];
    return Promise.resolve().then(() => reply(options));
  };
  const memory = new Memory(storage);
  const settings = { prefix: "", wait_seconds: 25, heartbeat_seconds: 15 };
  const client = new Client({ settings, keepsakes: new Keepsakes(memory, memory), fetch });
  const timer = setInterval(() => client.hurry(), 1);
  t.after(() => {
    clearInterval(timer);
    client.stop();
  });
  return { client, asked, storage };
}

test("messages are sent in the order in which they were written, also when the first has to try again", async (t) => {
  const heard = [];
  let tries = 0;
  const post = (options) => {
    const { body } = JSON.parse(options.body);
    if (body === "one" && (tries += 1) < 3) throw new TypeError("network");
    heard.push(body);
    return json({ id: 20 + heard.length, at: at(20) }, 201)();
  };
  const { client } = page(t, { "/message/r": post });
  await client.start();
  client.say("r", "one");
  client.say("r", "two");
  await until(() => heard.length === 2);
  assert.deepEqual(heard, ["one", "two"]);
  assert.equal(tries, 3);
});

test("a refused message keeps its text and its reason, and the next one goes on", async (t) => {
  const post = (options) => (JSON.parse(options.body).body === "bad" ? refusal("capacity.session_bytes", 409)() : json({ id: 1 }, 201)());
  const { client } = page(t, { "/message/r": post });
  await client.start();
  client.say("r", "bad");
  client.say("r", "good");
  await until(() => client.state.outbox.at(-1)?.state === "sent");
  assert.deepEqual(client.state.outbox.map(({ body, state, detail }) => [body, state, detail]), [
    ["bad", "refused", "No: capacity.session_bytes."], ["good", "sent", undefined],
  ]);
});

test("a message under way is sent by the page that is loaded next, under the same client_id", async (t) => {
  const storage = new Storage();
  const lost = page(t, { "/message/r": () => { throw new TypeError("network"); } }, { storage });
  await lost.client.start();
  lost.client.say("r", "not lost");
  await until(() => lost.asked.some(({ path }) => path === "/message/r"));
  lost.client.stop();
  const { client_id: clientId } = lost.client.state.outbox[0];

  const found = page(t, { "/message/r": json({ id: 21 }, 201) }, { storage });
  await found.client.start();
  await until(() => found.asked.some(({ path }) => path === "/message/r"));
  assert.deepEqual(found.asked.find(({ path }) => path === "/message/r").body, { body: "not lost", client_id: clientId });
});

test("a page that is opened while the server is away starts when it is back", async (t) => {
  let tries = 0;
  const session = () => {
    if ((tries += 1) < 3) throw new TypeError("network");
    return json({ session: SAM, csrf: "t", limits: LIMITS })();
  };
  const { client } = page(t, { "/session": session });
  await client.start();
  assert.equal(phase(client.state), "chat");
});

test("a chat that ended while the page was closed can still be read", async (t) => {
  const storage = new Storage();
  const before = page(t, {}, { storage });
  await before.client.start();
  before.client.apply(message(20, ANA, "I am here"));
  before.client.stop();
  const events = [message(20, ANA, "I am here"), { id: 21, kind: "ended", at: at(21), room: "r", from: ANA, reason: "ended" }];
  const after = page(t, { "/message/r": json({ events, more: false }) }, { storage, rooms: [] });
  await after.client.start();
  assert.equal(phase(after.client.state), "after");
  assert.deepEqual(after.client.state.ended.r.events.map((event) => event.body), ["I am here", undefined]);
  assert.equal(after.client.state.ended.r.ended.by.name, "Ana");
});

test("to ask twice is to wait once: a repeated question finds the place that it has", async (t) => {
  const { client } = page(t, {
    "/identify": refusal("queue.already", 409), "/state": json(snapshot(SAM, { queue: { waiting: 2, position: 2 } })),
    "/waittime": json({ status: "open", waiting: 2, position: 2, wait_seconds: 90 }),
  }, { rooms: [] });
  await client.start();
  await client.visit.ask({ name: "Sam", question: "Why?" });
  assert.equal(phase(client.state), "wait");
  assert.equal(client.state.place.wait_seconds, 90);
});

test("typing is told at most once in a few seconds, and its end at once", async (t) => {
  const { client, asked } = page(t, { "/message/r/typing": json(null, 204) });
  await client.start();
  for (const state of ["on", "on", "on", "off", "off"]) client.typing("r", state);
  assert.deepEqual(asked.filter(({ path }) => path.endsWith("typing")).map(({ body }) => body.state), ["on", "off"]);
});

test("why a session ended is told by the refusal too, and a refusal without it says what it is", async (t) => {
  const gone = (more) => json({ title: "Sign in", code: "auth.required", status: 401, detail: "Sign in.", login_url: "/in", ...more }, 401, { "Content-Type": "application/problem+json" });
  for (const [more, reason] of [[{ reason: "too_many" }, "too_many"], [{}, "auth.required"]]) {
    const { client } = page(t, { "/state": gone(more) });
    await client.start();
    assert.deepEqual([client.state.out.reason, client.state.out.login_url], [reason, "/in"]);
  }
});

test("a guest who came back in another browser is told so in the first one, which then listens no more", async (t) => {
  let listened = 0;
  const { client } = page(t, {});
  const listen = client.live.stop.bind(client.live);
  client.live.stop = () => { listened += 1; listen(); };
  await client.start();
  client.live.options.hear([{ id: 30, kind: "resumed", at: at(30) }]);
  assert.deepEqual([client.state.out, listened], [{ reason: "resumed" }, 1]);
});

test("a room that is opened while the list is on its way is in it", async (t) => {
  const list = (...rooms) => ({ agents: [], guests: [], rooms });
  const hall = { id: "h", kind: "group", name: "Hall", members: [] };
  let asked = 0;
  const { client } = page(t, {
    "/list": () => {
      asked += 1;
      if (asked > 1) return json(list(hall))();
      client.live.options.hear([{ ...hall, id: 30, room: "h", kind: "room_opened", at: at(30), topic: "", private: false, permanent: false, owner: null }]);
      return json(list())();
    },
    "/waittime": json({ status: "open", waiting: 0, position: 1, wait_seconds: 90 }),
  }, { me: ANA, rooms: [] });
  await client.start();
  await until(() => client.state.list);
  assert.deepEqual([client.state.list.rooms.map(({ name }) => name), asked >= 2], [["Hall"], true]);
});
