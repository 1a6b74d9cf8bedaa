// The monitor page in every state that it knows.

import { beginOfDay } from "../chat/monitor.js";
import { MonitorPage } from "../view/monitor_page.js";
import { gallery } from "./gallery.js";
import { ENDLESS, LONG_NAME } from "./samples.js";

const MIA = { id: "mia", name: "Amira Haddad", kind: "monitor", permissions: ["agent", "approved", "monitor"], status: "online", chat_limit: 5 };
const LIMITS = { users: 50, rooms: 50, messages_per_minute: 600, message_bytes: 30720, session_bytes: 2097152, waiting: 50 };
const NOW = Date.now();
const ago = (seconds) => new Date(NOW - seconds * 1000).toISOString();
const DAY = beginOfDay(NOW);

const agent = (id, name, chats, chat_limit, more = {}) =>
  ({ id, account: id, name, kind: "agent", status: "online", approved: true, chats, chat_limit, silent_seconds: null, ...more });
const AGENTS = [
  agent("greta", "Greta Lindqvist", 2, 3), agent("tomas", "Tomás Ribeiro", 3, 4), agent("mia", "Amira Haddad", 4, 5, { kind: "monitor" }), agent("sam", "Sam Okafor", 5, 5),
  agent("hana", "Hana Novák", 1, 2, { status: "busy", approved: false }), agent("paul", "Paul Meyer", 0, 3, { status: "away" }),
];
const LARS = agent("lars", "Lars Kjær", 2, 4, { silent_seconds: 42 });
const nameOf = (id) => [...AGENTS, LARS].find((each) => each.id === id)?.name;

const room = (name, topic, owner, minutes, body, waits = null, from = name) => ({
  id: name, kind: "support", name, topic, opened_at: ago(minutes * 60), bytes: 4000, members: 2, guest: { id: name, name, silent: false },
  agent: owner && { id: owner, name: nameOf(owner) }, last: body && { id: 1, at: ago(60), body, from: { id: from, name: nameOf(from) ?? from } },
  waits_since: waits === null ? null : ago(waits), watchers: [],
});
const ROOMS = [
  room("Elif Şahin", "Bookmarks toolbar vanished", "sam", 31, "Hello? Are you still there?", 250), room("Marta Kowalska", "Bookmarks missing on a new laptop", "mia", 7, "It asks me for a recovery key, is that the same as my password?", 80),
  room("Anselm Brandt", "High memory use with 40 tabs", "mia", 14, "ok, restarting in troubleshoot mode now", 12), room("Deniz Kaya", "Cannot sign in to Sync", "greta", 5, "Which address do you see there?", null, "greta"),
  room("Yuki Tanaka", "Add-on blocks video calls", "mia", 19, "Please open about:support and copy the first line.", null, "mia"), room("Owen Price", "Firefox is not my default browser", "tomas", 11, "that worked, thanks!!", 20),
  room("Rosa Oliveira", "Bookmarks gone after refresh", "mia", 26, "Glad that the bookmarks are back!", null, "mia"), room("Ines Duarte", "Change the language to Portuguese", "hana", 9, "Do you see “Language” there?", null, "hana"),
  room("Kofi Mensah", "Printing cuts off the margin", "tomas", 3, "Which printer is it?", null, "tomas"), room("Lena Vogt", "Passwords are not filled in", null, 17, "I wait, thank you", 60),
];

const FIGURES = { users: [37, 50], rooms: [22, 50], messages_per_minute: [412, 600], largest_message: [12288, 30720], fullest_session: [1153434, 2097152], waiting: [6, 50] };
const wave = (value, index, part) => Math.round(value * (0.6 + 0.38 * (index / 59)) * (1 + part * Math.sin(index / 3)));
const capacity = (more = {}, certificate = null, gap = false) => ({
  figures: Object.fromEntries(Object.entries({ ...FIGURES, ...more }).map(([name, [value, limit]]) => [name, { value, limit }])),
  hour: {
    from: ago(3600), seconds: 60,
    values: Object.fromEntries(Object.entries({ ...FIGURES, ...more }).map(([name, [value]], part) => [name, Array.from({ length: 60 }, (_, index) => (gap && index > 20 && index < 34 ? null : wave(value, index, 0.02 + part / 100)))])),
  },
  certificate,
});

const waiter = (id, name, waited_seconds, question, product, verdicts, state = "waiting") => ({
  entry: { id, name, question, waited_seconds, metadata: { product }, position: 1 },
  why: { id, name, state, waited_seconds, agents: [...AGENTS, LARS].map((each, index) => ({ id: each.id, name: each.name, verdict: verdicts[index] })) },
});
const LACKS = ["lacks locale tr", "answers another offer", "lacks locale tr", "full 5/5", "not approved", "away", "gone"];
const FREE = ["answers another offer", "offered", "full 5/5", "full 5/5", "not approved", "away", "gone"];
const WAITERS = [
  waiter("aylin", "Aylin D.", 372, "Sync says “account locked” on my new phone.", "Firefox for Android", LACKS), waiter("pete", "Pete", 243, "YouTube videos stutter", "Firefox", FREE, "offered"),
  waiter("nadia", "Nadia El-Amin", 200, "Passwords from Chrome", "Firefox", FREE), waiter("jorge", "Jorge P.", 151, "Blank white window after the update", "Firefox", FREE), waiter("g4471", "Guest 4471", 22, "Where is the download arrow?", "Firefox", FREE),
];

const CHATS = [4, 6, 5, 8, 9, 7, 10, 12, 14, 13, 8];
const day = (hours = CHATS) => ({
  from: DAY, to: ago(0), usual_chats: 80,
  total: { chats: 96, abandoned: 11, answered_waiting: 4, wait_median_seconds: 125, wait_p90_seconds: 340, surveys: 96, score_mean: 4.4, score_1: 4, score_2: 3, score_3: 6, score_4: 22, score_5: 61 },
  hours: hours.map((chats, index) => ({
    at: new Date(NOW - (hours.length - 1 - index) * 3600000).toISOString(), chats, abandoned: [0, 1, 0, 0, 1, 0, 1, 1, 2, 2, 3][index] ?? 0,
    wait_median_seconds: index === 3 ? null : 40 + index * 20, wait_p90_seconds: index === 3 ? null : 90 + index * 28,
  })),
  agents: [["greta", 35, 4.9, 12], ["tomas", 52, 4.7, 21], ["mia", 64, 4.6, 28], ["sam", 168, 4.1, 19], ["hana", 41, 5, 4], ["paul", 58, 4.8, 9], ["lars", 93, 4.4, 11]]
    .map(([account, answer_median_seconds, score_mean, surveys]) => ({ account, answers: 9, answer_median_seconds, chats: 9, surveys, score_mean })),
});
const TAGS = [["sync-sign-in", 31, 9], ["blank-window-143", 14, 0], ["bookmarks", 12, 11], ["passwords", 9, 10], ["video-stutter", 7, 6], ["printing", 4, 5]]
  .map(([tag, count, expected]) => ({ tag, count, expected, spike: count > 2 * expected + 5 }));
const who = (name) => ({ id: name, name, kind: "guest" });
const ENTRIES = [
  { id: 5, at: ago(60), act: "watch", from: who("Amira Haddad"), room: "Elif Şahin", room_name: "Elif Şahin", detail: {} }, { id: 4, at: ago(300), act: "set_limit", from: who("Greta Lindqvist"), subject: who("Sam Okafor"), detail: { limit: 5 } },
  { id: 3, at: ago(840), act: "queue", from: who("Amira Haddad"), detail: { mode: "auto", message: "" } }, { id: 2, at: ago(1980), act: "redact", from: who("Amira Haddad"), room: "g", room_name: "Guest 4377", detail: { reason: "insult" } },
  { id: 1, at: ago(2820), act: "takeover", from: who("Amira Haddad"), room: "o", room_name: "Owen Price", detail: {} },
];
const CALLS = [
  { id: 8, at: ago(40), act: "report", from: who("Sam Okafor"), room: "Elif Şahin", room_name: "Elif Şahin", detail: { reason: "The guest asks for my private number." } },
  { id: 7, at: ago(4000), act: "report", from: who("Greta Lindqvist"), room: "gone", room_name: "Guest 4402", detail: { reason: "Spam" } },
];
const BANS = [
  { ban: 2, session: { id: "x", name: "Guest 4390" }, account: null, address: null, reason: "insults", from: { name: "Amira Haddad" }, at: ago(9000), expires_at: null, review: { text: "I am sorry, I had a bad day. May I come back?", at: ago(300) } },
  { ban: 1, session: null, account: null, address: "192.0.2.0/24", reason: "", from: { name: "Amira Haddad" }, at: ago(90000), expires_at: ago(-90000), review: null },
];

// A state: what the chat's own snapshot says, and what each of the page's looks finds.
function monitor({ agents = [...AGENTS, LARS], rooms = ROOMS, waiters = WAITERS, looks = {}, queue = {} } = {}) {
  const replies = {
    "GET /overview": { rooms, agents }, "GET /queue/why": { mode: "offer", guests: waiters.map((each) => each.why), me: { offers: "ok" } }, "GET /capacity": capacity(),
    [`GET /audit?limit=6&from=${DAY}`]: { entries: ENTRIES, more: true }, [`GET /audit?act=report&limit=20&from=${DAY}`]: { entries: [], more: false },
    "GET /bans?limit=50": { bans: [], more: false }, [`GET /reports/day?from=${DAY}`]: day(), "GET /reports/tags": { day: "", at: "", tags: TAGS },
    ...Object.fromEntries(Object.entries(looks).map(([path, reply]) => [`GET ${path.replace("DAY", DAY)}`, reply])),
  };
  for (const path of Object.keys(replies)) if (replies[path] === null) delete replies[path];
  const tell = (client) => client.apply(
    { kind: "my:session", session: MIA, limits: LIMITS },
    { kind: "my:snapshot", heard: Date.now(), snapshot: {
      cursor: 1, session: MIA, rooms: [], agents, offers: [], invitations: [],
      queue: { status: "open", mode: "auto", waiting: waiters.length, agents_online: 5, position: 1, wait_seconds: 240, entries: waiters.map((each) => each.entry), ...queue },
    } },
    { kind: "my:connection", connection: { state: "live", since: 0 } },
  );
  return { view: MonitorPage, wide: true, settings: { opening: { min_agents: 2, need_monitor: false, max_wait_minutes: 10, hours: true }, late_seconds: 120 }, tell, replies };
}

const CALM = ROOMS.slice(3, 5);
const ORDER = { [`/audit?act=report&limit=20&from=DAY`]: { entries: CALLS, more: false }, "/bans?limit=50": { bans: BANS, more: false } };
const NONE = { entries: [], more: false };
const LONG = { ...room(LONG_NAME, ENDLESS, "sam", 900, ENDLESS, 5000), id: "long" };
const STATES = {
  "evening": monitor(),
  "calm": monitor({ agents: AGENTS, rooms: CALM, waiters: [], looks: { "/reports/tags": { tags: TAGS.slice(2) } } }),
  "first-minute": monitor({ agents: [AGENTS[2]], rooms: [], waiters: [], looks: {
    "/capacity": { ...capacity(Object.fromEntries(Object.entries(FIGURES).map(([name, [, limit]]) => [name, [0, limit]]))) }, "/audit?limit=6&from=DAY": NONE, "/reports/tags": { tags: [] },
    "/reports/day?from=DAY": { ...day([0]), usual_chats: null, agents: [], total: { ...day().total, chats: 0, abandoned: 0, answered_waiting: 0, wait_median_seconds: null, wait_p90_seconds: null, surveys: 0, score_mean: null, score_1: 0, score_2: 0, score_3: 0, score_4: 0, score_5: 0 } },
  } }),
  "called": monitor({ looks: ORDER }),
  "lost": monitor({ waiters: WAITERS.slice(4) }),
  "nobody-online": monitor({ agents: [], rooms: [], waiters: WAITERS.slice(3).map((each) => ({ ...each, why: { ...each.why, agents: [] } })), queue: { status: "unstaffed", agents_online: 0 } }),
  "limits": monitor({ agents: AGENTS, rooms: CALM, waiters: [], looks: {
    "/capacity": capacity({ users: [50, 50], rooms: [44, 50], waiting: [48, 80] }, { commit: "0656c7d6f1e2", date: "2026-11-22T18:00:00Z", limits: { ...LIMITS, users: 40 } }, true),
  } }),
  "closed": monitor({ queue: { status: "closed", mode: "closed", reason: "Short of people until 21:15" } }),
  "failing": monitor({ looks: { "/capacity": null, "/reports/day?from=DAY": null, "/reports/tags": null, [`/audit?limit=6&from=DAY`]: null } }),
  "starting": monitor({ looks: { "/overview": null } }),
  "very-long": monitor({ agents: [{ ...AGENTS[3], name: LONG_NAME, chats: 17, chat_limit: 12 }, ...AGENTS.slice(0, 1)], rooms: [LONG, ...ROOMS],
    waiters: [{ ...WAITERS[0], entry: { ...WAITERS[0].entry, name: LONG_NAME, question: ENDLESS }, why: { ...WAITERS[0].why, name: LONG_NAME } }, ...WAITERS],
    looks: { ...ORDER, "/reports/tags": { tags: [{ tag: ENDLESS.slice(0, 120), count: 4000, expected: 9, spike: true }, ...TAGS] } } }),
};

gallery("monitor", STATES);
