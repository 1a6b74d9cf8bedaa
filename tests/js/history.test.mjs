import assert from "node:assert/strict";
import test from "node:test";

import { chat } from "./cast.mjs";

const { History, UNASKED, foldHistory, foundWords, fromQuery, toQuery } = await chat("history");

// A client whose server answers when the test says so: `asked` are the paths, each with a function that answers it.
function client() {
  const asked = [];
  const get = (path, { signal } = {}) => new Promise((resolve, reject) => {
    asked.push({ path, answer: resolve, refuse: reject, signal });
    signal?.addEventListener("abort", () => reject(new Error("aborted")));
  });
  return { api: { get }, asked };
}
const page = (ids, cursor = null) => ({ rooms: ids.map((id) => ({ id })), cursor });
const settled = () => new Promise((resolve) => setImmediate(resolve));
const ids = (history) => history.state.rooms.map((room) => room.id);

test("an address says what is looked for and what is open, and comes back the same", () => {
  const wanted = fromQuery("?q=%22recovery+key%22&tag=sync&room=r1&unknown=x&agent=");
  assert.deepEqual(wanted, { filters: { q: '"recovery key"', tag: "sync" }, room: "r1" });
  assert.deepEqual(fromQuery(toQuery(wanted.filters, wanted.room)), wanted);
  assert.equal(toQuery({}), "");
});

test("the words that are marked are those of the snippet and those that were typed, without operators", () => {
  assert.deepEqual(foundWords('"recovery key" or phone -tablet', "a <mark>Recovery</mark> of <mark>keys</mark> …"), ["recovery", "keys", "key", "phone"]);
  assert.deepEqual(foundWords(), []);
});

test("what was found stays until the next answer, and the pages follow one another", async () => {
  const its = client();
  const history = new History(its);
  history.find({ q: "key" });
  assert.equal(its.asked[0].path, "/transcripts?q=key&limit=50");
  its.asked[0].answer(page(["a", "b"], "next"));
  await settled();
  assert.equal(its.asked[1].path, "/transcripts?q=key&limit=1&count=true");
  its.asked[1].answer({ ...page(["a"], "x"), total: 3 });
  await settled();
  assert.equal(history.state.total, 3);
  history.more();
  history.more();
  assert.equal(its.asked.length, 3, "a page is asked for once");
  assert.equal(its.asked[2].path, "/transcripts?q=key&limit=50&cursor=next");
  its.asked[2].answer(page(["c"]));
  await settled();
  assert.deepEqual(ids(history), ["a", "b", "c"]);
  history.more();
  assert.equal(its.asked.length, 3, "nothing comes after the end");
  history.find({ q: "keys" });
  assert.deepEqual([ids(history).length, history.state.stage], [3, "asking"]);
});

test("an answer to an earlier question is dropped, and that question is given up", async () => {
  const its = client();
  const history = new History(its);
  history.find({ q: "k" });
  history.find({ q: "ke" });
  assert.ok(its.asked[0].signal.aborted);
  its.asked[1].answer(page(["new"]));
  await settled();
  history.apply({ kind: "find:page", asked: 1, first: true, ...page(["old"]) });
  assert.deepEqual(ids(history), ["new"]);
  assert.equal(history.state.total, 1, "what fits on a page is counted without asking");
});

test("a question that is typed waits for the last letter", async () => {
  const its = client();
  const history = new History(its);
  for (const q of ["r", "re", "rec"]) history.find({ q }, true);
  assert.equal(its.asked.length, 0);
  await new Promise((resolve) => { const look = () => (its.asked.length ? resolve() : setTimeout(look, 5)); look(); });
  assert.deepEqual(its.asked.map((each) => each.path), ["/transcripts?q=rec&limit=50"]);
});

test("a page that fails is told, what was found stays, and it can be asked for again", async () => {
  const its = client();
  const history = new History(its);
  history.find({});
  its.asked[0].answer(page(["a"], "next"));
  await settled();
  history.more();
  its.asked.at(-1).refuse(Object.assign(new Error("x"), { detail: "Come back later." }));
  await settled();
  assert.deepEqual([history.state.stage, history.state.problem, ids(history)], ["failed", "Come back later.", ["a"]]);
  history.again();
  its.asked.at(-1).answer(page(["b"]));
  await settled();
  assert.deepEqual([history.state.stage, ids(history)], ["there", ["a", "b"]]);
});

test("a conversation is kept for going back to, unless it goes on; a late one does not show in place of another", async () => {
  const its = client();
  const history = new History(its);
  history.open("a");
  history.open("b");
  its.asked[0].answer({ room: "a", ended_at: "2026-11-22T20:00:00.000Z" });
  await settled();
  assert.equal(history.state.open.stage, "asking");
  its.asked[1].answer({ room: "b", ended_at: null });
  await settled();
  assert.equal(history.state.open.transcript.room, "b");
  history.open("a");
  assert.equal(history.state.open.transcript.room, "a", "known without asking");
  history.open("b");
  assert.equal(history.state.open.stage, "asking", "one that goes on is read anew");
  assert.equal(foldHistory(UNASKED, { kind: "open:asked", id: null }).open, null);
});
