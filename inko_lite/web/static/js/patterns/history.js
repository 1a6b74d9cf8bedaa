// The history in every state that it knows.

import { HistoryPage } from "../view/history_page.js";
import { gallery } from "./gallery.js";
import { ENDLESS, LONG_NAME } from "./samples.js";

const MIA = { id: "mia", name: "Amira Haddad", kind: "monitor", permissions: ["agent", "approved", "monitor"], status: "online", chat_limit: 5 };
const found = (id, name, at, snippet, more = {}) => ({
  id, kind: "support", name, guest: { id: `g${id}`, name }, agent: { id: "tomas", name: "Tomás Ribeiro" }, product: "Firefox for Android", tags: ["sync"], started_at: at,
  ended_at: new Date(Date.parse(at) + 540000).toISOString(), score: 5, solved: true, snippet, ...more,
});
const ROOMS = [
  found("1", "Deniz Kaya", "2026-11-22T19:41:00.000Z", "… it says the <mark>recovery</mark> <mark>key</mark> is wrong, but I copied it from the PDF that you sent me …"),
  found("2", "Marta Kowalska", "2026-11-17T20:16:00.000Z", "Do I need a <mark>recovery</mark> <mark>key</mark> for Android as well? It only asks for a code …", { tags: ["sync", "android"] }),
  found("3", "Guest 4127", "2026-11-14T18:52:00.000Z", "… lost the <mark>recovery</mark> <mark>key</mark> and the phone; is there any other way to get the bookmarks …", { solved: false, score: 2, tags: ["sync", "bookmarks"] }),
  found("4", "Lena Vogt", "2025-10-21T18:09:00.000Z", "printed the <mark>recovery</mark> <mark>key</mark>, where shall I keep it?", { score: null, solved: null, tags: [] }),
  found("5", "Crash day", "2025-10-02T18:09:00.000Z", "where is the <mark>key</mark>", { kind: "group", guest: null, agent: null, score: null, solved: null, ended_at: null }),
];
const LONG = ROOMS.map((each) => ({ ...each, name: LONG_NAME, guest: { id: "x", name: LONG_NAME }, agent: { id: "y", name: LONG_NAME }, snippet: ENDLESS, tags: [ENDLESS, ENDLESS] }));
const answers = (rooms, total = rooms.length) => ({
  "GET /transcripts?limit=50": { rooms, cursor: null, total }, "GET /tags": { tags: [{ tag: "sync" }, { tag: "android" }] },
});

function history(replies) {
  const tell = (client) => client.apply(
    { kind: "my:session", session: MIA, limits: {} },
    { kind: "my:snapshot", heard: Date.now(), snapshot: {
      cursor: 1, session: MIA, rooms: [], agents: [], offers: [], invitations: [], queue: { status: "open", mode: "auto", waiting: 0, agents_online: 5, position: 1, wait_seconds: 60, entries: [] },
    } },
    { kind: "my:connection", connection: { state: "live", since: 0 } },
  );
  return { view: HistoryPage, wide: true, tell, replies };
}

gallery("history", {
  "found": history(answers(ROOMS)),
  "asking": history({}),
  "none": history(answers([])),
  "very-long": history(answers(LONG)),
});
