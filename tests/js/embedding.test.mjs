// The guest page in the widget's frame: whom it speaks to, whom it listens to, and what it tells.

import assert from "node:assert/strict";
import { test } from "node:test";

import { embed } from "../../inko_lite/web/static/js/chat/embedding.js";
import { EMPTY, fold } from "../../inko_lite/web/static/js/chat/store.js";

const HOST = "https://shop.example";
const ANA = { id: "ana", name: "Ana", kind: "agent" };
const message = (id, from = ANA) => ({ id, kind: "message", at: "2026-11-22T14:03:05.123Z", room: "r", from, body: "Hi", html: "Hi" });

function scene(settings = {}, { alone = false, name = "" } = {}) {
  const told = [];
  const heard = {};
  const view = { name, location: { href: "https://chat.example/", origin: "https://chat.example", pathname: "/" } };
  view.addEventListener = (kind, listener) => { heard[kind] = listener; };
  view.parent = alone ? view : { postMessage: (data, target) => told.push({ target, ...data }) };
  const listeners = [];
  const client = {
    api: { headers: {} }, state: EMPTY,
    subscribe: (listener) => listeners.push(listener),
    apply(event) { this.become(fold(this.state, event)); },
    become(state) { this.state = state; for (const each of listeners) each(); },
  };
  embed({ client, settings: { embed: HOST, framed: "", ...settings } }, view);
  return { told, heard, view, client };
}

const chatting = (...events) => ({
  ...EMPTY, ready: true, session: { id: "gus", name: "Gus", kind: "guest", permissions: [] },
  rooms: { r: { id: "r", kind: "support", members: [], events, opened_at: "2026-11-22T14:03:00.000Z" } },
});

test("a page that stands by itself says nothing, and one that no widget opened neither", () => {
  for (const { told, heard } of [scene({}, { alone: true }), scene({ embed: undefined })]) {
    assert.deepEqual([told, heard], [[], {}]);
  }
});

test("the frame of another site says so with each request, and remembers it when it is loaded anew", () => {
  const { client, view } = scene({ framed: "cross-site" });
  assert.equal(client.api.headers["X-Inko-Framed"], "cross-site");
  assert.equal(scene({}, { name: view.name }).client.api.headers["X-Inko-Framed"], "cross-site");
  assert.deepEqual(scene({ framed: "same-site" }, { name: view.name }).client.api.headers, {});
});

test("it tells its host alone, once for each change, and nothing that was said", () => {
  const { client, told } = scene();
  client.become(chatting(message(5)));
  client.become({ ...client.state });
  client.become(chatting(message(5), { ...message(6), body: "a secret" }));
  assert.deepEqual(told, [
    { target: HOST, inko: 1, kind: "ready" },
    { target: HOST, inko: 1, kind: "state", where: "chat", place: null, unread: 1, from: "Ana", read: 0 },
    { target: HOST, inko: 1, kind: "state", where: "chat", place: null, unread: 2, from: "Ana", read: 0 },
  ]);
});

test("what was read is taken from the host alone, and never goes back", () => {
  const { client, told, heard, view } = scene();
  client.become(chatting(message(5), message(6)));
  heard.message({ source: {}, origin: HOST, data: { inko: 1, read: 6 } });
  heard.message({ source: view.parent, origin: "https://evil.example", data: { inko: 1, read: 6 } });
  heard.message({ source: view.parent, origin: HOST, data: { inko: 1, read: "6" } });
  assert.deepEqual(client.state.read, {});
  heard.message({ source: view.parent, origin: HOST, data: { inko: 1, read: 5 } });
  assert.deepEqual(client.state.read, { r: 5 });
  assert.equal(told.at(-1).unread, 1);
  heard.message({ source: view.parent, origin: HOST, data: { inko: 1, read: 2 } });
  assert.deepEqual(client.state.read, { r: 5 });
});

test("Escape closes the panel, but not from within a dialog of the chat's own", () => {
  const { told, heard } = scene();
  const press = (inner, more = {}) => heard.keydown({ key: "Escape", target: { closest: () => inner }, ...more });
  press({});
  press(null, { defaultPrevented: true });
  press(null, { isComposing: true });
  assert.equal(told.length, 1);
  press(null);
  assert.equal(told.at(-1).kind, "close");
});

test("a browser that keeps no cookie is found out before the chat begins, and only then", () => {
  const out = { reason: "auth.required", detail: "" };
  const blocked = ({ told }) => told.filter((each) => each.kind === "blocked").length;
  const first = scene();
  first.client.become({ ...EMPTY, out });
  const later = scene();
  later.client.become({ ...chatting(), out });
  assert.deepEqual([blocked(first), blocked(later)], [1, 0]);
});

test("links to elsewhere open beside the host page, and files are saved from the frame", () => {
  const { heard } = scene();
  const follow = (href) => {
    const link = { href };
    heard.click({ target: { closest: () => link } });
    return link;
  };
  assert.equal(follow("https://forum.example/new").target, "_blank");
  assert.equal(follow("https://chat.example/transcripts/r.txt").download, "");
  assert.equal(follow("https://chat.example/agent").target, undefined);
});
