// The people and sentences of the patterns: made up, and the same on every day.

export const SAM = { id: "sam", name: "Sam", kind: "guest" };
export const MAYA = { id: "maya", name: "Maya König", kind: "agent" };
export const JONAS = { id: "jonas", name: "Jonas Berg", kind: "agent" };
export const LONG_NAME = "Maximiliane-Theodora Gräfin von und zu Ungewöhnlich-Langenhausen the Third of Somewhere";
export const QUESTION = "Firefox opens to a blank white page since this morning. I can’t see my bookmarks. I restarted the computer and it is still the same.";
export const ENDLESS = `https://example.org/${"an-address-without-a-break-".repeat(12)}`;
export const LIMITS = { users: 500, rooms: 200, messages_per_minute: 60, message_bytes: 4000, session_bytes: 1048576, waiting: 25 };

export function at(minute, second = 0) {
  return new Date(2026, 10, 22, 14, minute, second).toISOString();
}

let id = 100;
export function said(from, minute, body, markup = null) {
  id += 1;
  return { id, kind: "message", at: at(minute), room: "r", from, body, html: markup ?? body, client_id: `c${id}` };
}

export function happened(kind, from, minute, more = {}) {
  id += 1;
  return { id, kind, at: at(minute), room: "r", from, ...more };
}

export const TALK = () => [
  happened("joined", MAYA, 3, { role: "agent" }),
  said(MAYA, 3, "", "Hi Sam, I’m Maya. I’ve read your question. First things first: <strong>your bookmarks are almost certainly still there</strong>."),
  said(MAYA, 3, "Was there an update this morning?"),
  said(SAM, 4, "Thank you, that’s a relief"),
  said(SAM, 4, "Yes, it said “updating” and then the page was white"),
  happened("transferred", MAYA, 5, { to: JONAS }),
  said(JONAS, 6, "", "Hello Sam. Let’s start Firefox without its extensions:<ol><li>Hold <kbd>Shift</kbd> while you open Firefox.</li><li>Choose <strong>Open</strong>, not “Refresh”.</li><li>Press <span class=\"keys\"><kbd>Ctrl</kbd>+<kbd>Shift</kbd>+<kbd>O</kbd></span> to see your bookmarks.</li></ol>"),
  said(JONAS, 6, "", "<p>If that fails, type this into the <a href=\"https://example.org/run\" rel=\"nofollow noopener\">Run window</a>:</p><pre>firefox.exe -safe-mode -P \"default-release\"</pre>"),
  said(SAM, 8, "It opens! I can see them"),
];

export function roomWith(events, more = {}) {
  return {
    id: "r", name: "Sam", kind: "support", topic: "Firefox and Sync", role: "guest", owner: JONAS.id, guest: SAM.id, bytes: 900, opened_at: at(3),
    members: [{ ...SAM, role: "guest", status: "online" }, { ...JONAS, role: "agent", status: "online" }],
    question: QUESTION, metadata: {}, tags: [], may: ["speak", "end"], events, more: false, ...more,
  };
}

// What GET /session and GET /state say to a guest, told to a client.
export function begin(client, { queue = {}, rooms = [], ...more } = {}) {
  client.api.session = () => new Promise(() => {});
  client.apply(
    { kind: "my:session", session: { ...SAM, permissions: [], status: "online", locale: "en" }, limits: LIMITS },
    {
      kind: "my:snapshot", heard: Date.now(),
      snapshot: {
        cursor: 1, session: { ...SAM, permissions: [], status: "online" }, rooms, invitations: [], ...more,
        queue: { status: "open", waiting: 3, agents_online: 5, position: 4, wait_seconds: 300, entry: null, ...queue },
      },
    },
    { kind: "my:connection", connection: { state: "live", since: 0 } },
  );
}
