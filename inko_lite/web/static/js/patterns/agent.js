// The agent console in every state that it knows.

import { Console } from "../view/console.js";
import { html } from "../view/html.js";
import { gallery } from "./gallery.js";
import { ENDLESS, LIMITS, LONG_NAME } from "./samples.js";

const ANA = { id: "ana", name: "Ana Ferreira", kind: "agent" };
const TOMAS = { id: "tomas", name: "Tomás Ribeiro", kind: "agent" };
const MIA = { id: "mia", name: "Mia Lindqvist", kind: "monitor" };
const MARTA = { id: "marta", name: "Marta Kowalska", kind: "guest" };
const ago = (seconds) => new Date(Date.now() - seconds * 1000).toISOString();
const soon = (seconds) => ago(-seconds);
let count = 100;
const event = (kind, room, from, seconds, more = {}) => ({ id: ++count, kind, at: ago(seconds), room, from, ...more });
const said = (room, from, seconds, body, markup = body) => event("message", room, from, seconds, { body, html: markup, client_id: `c${count}` });

const TALK = () => [
  event("joined", "marta", ANA, 300, { role: "agent" }),
  said("marta", MARTA, 290, "Hi! I bought a new laptop and signed in to Firefox, but only half of my bookmarks are there."),
  said("marta", MARTA, 280, "The old laptop is dead so I cannot look there 😕"),
  said("marta", ANA, 240, "Hello Marta, that is usually mendable. Bookmarks live in your account, so what the old laptop synced last is still there."),
  said("marta", ANA, 230, "", "<p>Please open <strong>Settings → Sync</strong>: is <code>Bookmarks</code> ticked, and does it show the same e-mail address?</p>"),
  event("note", "marta", TOMAS, 180, { body: "x", html: "She was here on Tuesday; her account has two-step sign-in. If she asks for a reset, warn her that it deletes the synced data." }),
  event("tagged", "marta", ANA, 170, { add: ["bookmarks"], tags: ["sync", "bookmarks"] }),
  said("marta", MARTA, 100, "Yes, same address, and it is ticked."),
  said("marta", MARTA, 80, "It asks me for a recovery key, is that the same as my password?"),
];

function room(guest, events, more = {}) {
  return {
    id: guest.id, name: guest.name, kind: "support", topic: "", role: "agent", owner: "ana", guest: guest.id, bytes: 900, opened_at: ago(300), events, more: false,
    members: [{ ...guest, role: "guest", status: "online" }, { ...ANA, role: "agent", status: "online" }], tags: [], may: ["speak", "topic", "invite", "kick", "end", "rights", "transfer"],
    question: "Half of my bookmarks are missing on a new laptop after I signed in to Sync. The old one is broken.",
    metadata: { product: "Firefox for desktop", version: "143.0.1", os: "Windows 11", locale: "pl", extensions: "uBlock Origin, Bitwarden", email: "marta@example.org" }, ...more,
  };
}

const person = (id, name) => ({ id, name, kind: "guest" });
const marta = (more = {}) => room(MARTA, TALK(), { tags: ["sync", "bookmarks"], ...more });
const CHATS = () => [
  marta(),
  room(person("anselm", "Anselm Brandt"), [said("anselm", person("anselm", "Anselm Brandt"), 9, "ok, restarting in troubleshoot mode now")], { question: "Videos stutter" }),
  room(person("yuki", "Yuki Tanaka"), [said("yuki", ANA, 40, "Please open about:support and copy the first line.")], { question: "How do I move my passwords?" }),
  room(person("rosa", "Rosa Oliveira"), [said("rosa", ANA, 125, "Glad that the bookmarks are back!")], { question: "My bookmarks are gone" }),
];
const waiter = (id, name, question, waited, metadata, more = {}) => ({ id, name, question, metadata, waited_seconds: waited, ...more });
const QUEUE = [
  waiter("g1", "Aylin D.", "Sync says “account locked” on my new phone, all tabs are gone", 372, { product: "Firefox for Android", locale: "tr" }),
  waiter("g2", "Pete", "YouTube videos stutter since yesterday", 303, { product: "Firefox", os: "Linux" }),
  waiter("g3", "Jorge P.", "Firefox 143 opens a blank white window after the update", 228, { product: "Firefox", os: "Windows 10" }, { offered_to: ANA }),
  waiter("g4", "L. Virtanen", "Printing cuts off the right margin", 151, { product: "Firefox ESR 140" }, { offered_to: TOMAS }),
];
const OFFER = { offer: "o", reason: "queue", expires_at: soon(14), name: "Jorge P.", question: QUEUE[2].question, guest: "g3", metadata: QUEUE[2].metadata };
const SEAT = { offer: "i", reason: "invite", expires_at: soon(18), name: "Omar H.", question: "Thunderbird lost my signature", room: "x", note: "You know signatures better than I do.", from: TOMAS };
const COLLEAGUES = [
  { ...ANA, status: "online", chats: 4, chat_limit: 5 }, { ...TOMAS, status: "online", chats: 3, chat_limit: 4 }, { id: "sam", name: "Sam Okafor", kind: "agent", status: "online", chats: 5, chat_limit: 5 },
  { id: "hana", name: "Hana Novák", kind: "agent", status: "busy", chats: 1, chat_limit: 2 }, { id: "paul", name: "Paul Meyer", kind: "agent", status: "away", chats: 0, chat_limit: 3 },
];

const PERMISSIONS = ["agent", "approved", "create", "join", "invite", "topic"];
function begin(client, { me = ANA, session = {}, rooms = CHATS(), entries = QUEUE, queue = {}, offers = [], ...more } = {}) {
  const own = { ...me, permissions: me === MIA ? [...PERMISSIONS, "monitor", "kick", "watch"] : PERMISSIONS, status: "online", chat_limit: 5, locale: "en", ...session };
  client.apply(
    { kind: "my:session", session: own, limits: LIMITS },
    {
      kind: "my:snapshot", heard: Date.now(),
      snapshot: {
        cursor: 99, session: own, rooms, offers, invitations: [], agents: COLLEAGUES, ...more,
        queue: { status: "open", waiting: entries.length, agents_online: 3, position: 5, wait_seconds: 240, entries, ...queue },
      },
    },
    { kind: "my:connection", connection: { state: "live", since: 0 } },
    { kind: "my:list", list: { agents: COLLEAGUES, guests: [], rooms: [{ id: "helpers", kind: "group", name: "Helpers", topic: "Tonight", members: [] }] } },
    ...rooms.flatMap(({ id, events }) => (id === "marta" || id === "anselm" ? [] : [{ kind: "my:read", room: id, event: events.at(-1)?.id ?? 0 }])),
  );
}

const REPLIES = [["recovery-key", "Where to find the account recovery key", "No, Marta: the recovery key is a separate code of 32 characters, for example in a PDF called Firefox recovery key."],
  ["reset-warn", "A password reset deletes synced data", "A reset deletes what is synced."], ["refresh", "Refresh Firefox, step by step", "Open Help."], ["restore-bm", "Restore bookmarks from a backup", "Open the library."]]
  .map(([title, category, text], index) => ({ id: `${index}`, title, category, text, body: text, shared: index < 2, saved_at: ago(9000) }));
const SERVER = {
  "GET /tags": { tags: ["recovery-key", "new-device", "windows-11", "sync"].map((tag) => ({ tag, rooms: 3 })) },
  "GET /earlier/marta": { chats: [
    { id: "e1", question: "Sync on Android asks for a code", agent: { name: "Tomás Ribeiro" }, started_at: "2026-11-17T19:04:00.000Z", ended_at: "2026-11-17T19:20:00.000Z", score: 5, solved: true, readable: true },
    { id: "e2", question: "Where is the old toolbar?", agent: null, started_at: "2026-10-02T18:30:00.000Z", ended_at: "2026-10-02T18:41:00.000Z", score: null, solved: false, readable: false }] },
  "GET /replies?room=marta": { replies: REPLIES },
  "GET /replies": { replies: REPLIES },
  "POST /preview": { html: "<p>No, Marta: the recovery key is a separate code of 32 characters, for example in a PDF called <em>Firefox recovery key</em>.</p>" },
  "GET /skills": { skills: { products: ["Firefox for desktop"], topics: [], locales: ["en", "pl"], tags: [] } },
  "GET /follow_up/marta": { room: "marta", state: "draft", title: "Half of my bookmarks are missing", body: "I signed in to Sync on a new laptop.\n\nFrom a live chat: …", metadata: {}, sends: true },
  "GET /queue/why": { mode: "offer", me: { offers: "away" }, guests: [
    { id: "g1", name: "Aylin D.", state: "waiting", waited_seconds: 372, agents: [{ id: "ana", name: "Ana Ferreira", verdict: "away" }, { id: "tomas", name: "Tomás Ribeiro", verdict: "lacks locale tr" }, { id: "sam", name: "Sam Okafor", verdict: "full 5/5" }] },
    { id: "g2", name: "Pete", state: "offered", waited_seconds: 303, agents: [{ id: "ana", name: "Ana Ferreira", verdict: "offered to Tomás Ribeiro" }] },
    { id: "s1", name: "Nadia El-Amin", state: "standby", waited_seconds: 12, agents: [] }] },
};

const console_ = (tell, begins, more = {}) => ({
  view: () => html`<${Console} begins=${{ pane: "talk", ...begins }} />`, wide: true, tell, replies: SERVER, drafts: { selected: "marta" }, settings: { late_seconds: 60 }, ...more,
});
const busy = (client) => {
  begin(client, { offers: [OFFER] });
  client.apply({ kind: "typing", room: "marta", from: MARTA, state: "on" });
};
const dialog = (kind, tell = (client) => begin(client), more = {}) => console_(tell, { dialog: { kind, ...more } });
const draft = (text, kind = "draft") => ({ drafts: { selected: "marta", [`${kind}:marta`]: text } });
const ours = (id, body, state, detail) => ({ kind: "my:message", message: { client_id: id, room: "marta", body, at: ago(5), state, detail } });
const lost = { kind: "my:connection", connection: { state: "lost", since: 0 } };
const told = (...events) => (client) => {
  begin(client);
  client.apply(...events);
};
const over = { kind: "ended", id: 9000, room: "marta", from: MARTA, at: ago(3), reason: "left" };
const pending = (more) => ({ kind: "offered", id: 9000, at: ago(2), offer: "t", reason: "transfer", room: "marta", to: TOMAS, from: ANA, expires_at: soon(17), ...more });
const GROUP = (more = {}) => room(TOMAS, [said("helpers", TOMAS, 30, "Who knows the new profile manager?")], {
  id: "helpers", kind: "group", name: "Helpers", topic: "Tonight: release day", guest: null, question: null, metadata: {}, owner: "tomas",
  members: [{ ...TOMAS, role: "agent", status: "online" }, { ...ANA, role: "agent", status: "online" }, { id: "paul", name: "Paul Meyer", role: "agent", status: "away" }],
  ...more,
});
const MANY = Array.from({ length: 60 }, (_, n) => said("marta", n % 3 ? MARTA : ANA, 4000 - n * 60, `Message ${n + 1} of a long conversation.`));
const LONG = () => room({ ...MARTA, name: LONG_NAME }, [said("marta", { ...MARTA, name: LONG_NAME }, 200, ENDLESS), said("marta", ANA, 100, "", `<pre>${ENDLESS}</pre>`)], {
  name: LONG_NAME, topic: ENDLESS, question: `${ENDLESS} ${"It goes on and on. ".repeat(30)}`, tags: ["a-tag-that-is-much-longer-than-any-tag-has-a-right-to-be", "sync"],
  metadata: { product: ENDLESS, troubleshooting: "x".repeat(3000), extra: { "a long name of a field": ENDLESS } },
});

const STATES = {
  "starting": console_(() => {}),
  "out": console_((client) => { begin(client); client.apply({ kind: "my:out", out: { reason: "signed_out" } }); }),
  "out-too-many": console_((client) => { begin(client); client.apply({ kind: "session_ended", reason: "too_many" }); }),
  "out-password": console_((client) => { begin(client); client.apply({ kind: "session_ended", reason: "password_changed" }); }),
  "empty": console_((client) => begin(client, { rooms: [], entries: [] }), { pane: "chats" }, { drafts: {} }),
  "empty-waiting": console_((client) => begin(client, { rooms: [] }), {}, { drafts: {} }),
  "empty-offered": console_((client) => begin(client, { rooms: [], offers: [OFFER] }), {}, { drafts: {} }),
  "chats": console_(busy, {}, draft("/")),
  "chats-list": console_(busy, { pane: "chats" }),
  "chats-guest": console_(busy, { pane: "guest" }),
  "offers": console_((client) => begin(client, { offers: [OFFER, SEAT], invitations: [{ room: "y", name: "Release day", room_kind: "group", from: TOMAS, note: "" }] }), { pane: "chats" }),
  "away": console_((client) => begin(client, { session: { status: "away", status_reason: "missed_offers" } }), { pane: "chats" }),
  "full": console_((client) => begin(client, { session: { chat_limit: 4 } }), { pane: "chats" }),
  "closed": console_((client) => begin(client, { queue: { status: "closed", reason: "Short of people until 21:15." } }), { pane: "chats" }),
  "queue-long": console_((client) => begin(client, { entries: Array.from({ length: 60 }, (_, n) => waiter(`q${n}`, `Guest ${n}`, `Question ${n}`, 600 - n, {})) }), { pane: "chats" }),
  "note": console_((client) => begin(client), { mode: "note" }, draft("Asked for the recovery key; waiting for her to look in her mails.", "note")),
  "too-long": console_((client) => begin(client), {}, draft("word ".repeat(900))),
  "trouble": console_(told(ours("a", "No, the recovery key is a separate code.", "retrying"), ours("b", "It is 32 characters long.", "refused", "This conversation is full."), lost), { problem: "The guest is with somebody else already." }),
  "transferring": console_(told(pending())),
  "transfer-missed": console_(told(pending(), { kind: "offer_expired", id: 9001, at: ago(1), offer: "t", room: "marta", how: "timeout", reason: "transfer", to: TOMAS })),
  "nearly-full": console_(told({ kind: "limit", what: "session_bytes", id: 9000, room: "marta", size: 9, limit: 10, at: ago(1) }, { kind: "presence", session: "marta", state: "reconnecting" })),
  "ended": console_(told(over)),
  "very-long": console_((client) => begin(client, { rooms: [LONG()], entries: [waiter("g1", LONG_NAME, `${ENDLESS} ${"word ".repeat(60)}`, 7200, { product: ENDLESS })], offers: [{ ...OFFER, name: LONG_NAME, question: ENDLESS, note: ENDLESS, reason: "transfer", from: { ...TOMAS, name: LONG_NAME } }] })),
  "very-long-guest": console_((client) => begin(client, { rooms: [LONG()] }), { pane: "guest" }),
  "long-talk": console_((client) => begin(client, { rooms: [marta({ events: MANY, more: true })] })),
  "room": console_((client) => begin(client, { rooms: [GROUP()] }), {}, { drafts: { selected: "helpers" } }),
  "muted": console_((client) => begin(client, { rooms: [GROUP({ may: ["join"] })] }), {}, { drafts: { selected: "helpers" } }),
  "watching": console_((client) => begin(client, { me: MIA, rooms: [marta({ role: "watcher", owner: "tomas", may: ["kick", "end", "transfer"] })] })),
  "monitor": console_((client) => {
    begin(client, { me: MIA });
    client.apply({ kind: "reported", id: 9000, at: ago(2), report: 7, room: "x", from: TOMAS, reason: "The guest writes insults." },
      { kind: "offer_unanswered", id: 9001, at: ago(1), guest: { id: "g1", name: "Aylin D." }, to: TOMAS, missed: 2 });
  }, { pane: "chats" }),
};
// A dialog covers everything, so it is shown alone only.
const DIALOGS = {
  "dialog-transfer": dialog("transfer"), "dialog-invite": dialog("invite"), "dialog-forum": dialog("forum"), "dialog-rights": dialog("rights"), "dialog-topic": dialog("topic"),
  "dialog-report": dialog("report"), "dialog-kick": dialog("kick"), "dialog-ban": dialog("ban", (client) => begin(client, { me: MIA })), "dialog-end": dialog("end"),
  "dialog-create": dialog("create"), "dialog-direct": dialog("direct", undefined, { person: TOMAS }), "dialog-queue": dialog("queue", (client) => begin(client, { me: MIA })),
  "dialog-why": dialog("why", (client) => begin(client, { session: { status: "away", status_reason: "missed_offers" } })),
  "dialog-why-monitor": dialog("why", (client) => begin(client, { me: MIA })),
  "dialog-skills": dialog("skills"), "dialog-replies": dialog("replies"), "dialog-sound": dialog("sound"), "dialog-keys": dialog("shortcuts"),
  "dialog-redact": dialog("redact", (client) => begin(client, { me: MIA }), { event: 101 }),
};
const alone = new URLSearchParams(location.search).get("state");

gallery("agent", alone in DIALOGS ? DIALOGS : STATES);
