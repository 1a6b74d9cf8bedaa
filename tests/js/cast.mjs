// People and events as the server writes them, for the tests of what the pages make of them.

export const STATIC = new URL("../../inko_lite/web/static/js/", import.meta.url);
export const chat = (name) => import(new URL(`chat/${name}.js`, STATIC));

export const SAM = { id: "sam", name: "Sam", kind: "guest" };
export const ANA = { id: "ana", name: "Ana", kind: "agent" };
export const BEN = { id: "ben", name: "Ben", kind: "agent" };
export const LIMITS = { waiting: 2, message_bytes: 30720 };

export function at(second) {
  return new Date(Date.UTC(2026, 10, 22, 14, 0, second)).toISOString();
}

export function message(id, from, body, more = {}) {
  return { id, kind: "message", at: at(id), room: "r", from, body, html: `<p>${body}</p>`, client_id: `c${id}`, ...more };
}

export function snapshot(me, more = {}) {
  const queue = { status: "open", waiting: 0, agents_online: 1, position: 1, wait_seconds: 120, entries: [], ...more.queue };
  return {
    cursor: 10, session: { status: "online", chat_limit: 3, permissions: [], ...me }, rooms: [],
    agents: me.kind === "agent" ? [{ ...ANA, status: "online", chats: 0, chat_limit: 3 }] : undefined, ...more, queue,
  };
}

// What the agents' stream and the room's stream say when an agent takes a guest from the queue, from event `first` on.
export function assignment(first, guest = SAM, agent = ANA, room = "r") {
  return [
    { id: first, kind: "joined", at: at(first), room, from: guest, role: "guest" },
    { id: first + 1, kind: "joined", at: at(first), room, from: agent, role: "agent" },
    { id: first + 2, kind: "assigned", at: at(first), room, name: agent.name, with: agent },
    { id: first + 3, kind: "assigned", at: at(first), room, name: guest.name, with: guest, question: "Why?" },
    { id: first + 4, kind: "dequeued", at: at(first), guest: guest.id, reason: "assigned", agent },
  ];
}

// A fetch that answers from a list: [path, reply] in the order in which they are asked for; `asked` keeps what was sent.
export function serving(...replies) {
  const asked = [];
  const fetch = async (path, options = {}) => {
    asked.push({ path, ...options, body: options.body && JSON.parse(options.body) });
    const [expected, reply] = replies.shift() ?? [];
    if (expected !== path) throw new Error(`asked for ${path}, not for ${expected}`);
    if (reply instanceof Error) throw reply;
    return reply(options);
  };
  return { fetch, asked };
}

export const json = (body, status = 200, headers = {}) => () =>
  new Response(status === 204 ? null : JSON.stringify(body), { status, headers: { "Content-Type": "application/json", ...headers } });

export const refusal = (code, status, headers = {}) =>
  json({ title: code, code, status, detail: `No: ${code}.` }, status, { "Content-Type": "application/problem+json", ...headers });

// An event stream that says these pieces of text, and then ends unless it is `held`; a held one ends when it is aborted.
export const stream = (pieces, held = false) => ({ signal }) =>
  new Response(new ReadableStream({
    start(controller) {
      for (const piece of pieces) controller.enqueue(new TextEncoder().encode(piece));
      if (!held) return controller.close();
      return signal.addEventListener("abort", () => controller.error(signal.reason));
    },
  }), { headers: { "Content-Type": "text/event-stream" } });

export const frame = (event) => `${event.id ? `id: ${event.id}\n` : ""}data: ${JSON.stringify(event)}\n\n`;

// Resolves when `check()` is true; every wait in these tests is for something that happens.
export async function until(check) {
  while (!check()) await new Promise((resolve) => { setTimeout(resolve, 1); });
}
