// The guest page inside the widget of another page: it says how the chat stands, and is told when it is seen. What is said
// goes to the one origin that opened the frame, which the Content-Security-Policy has let do so; no text of the chat is in it.

import { lastEnded, phase, supportRoom, unread } from "./select.js";

const CROSS_SITE = "inko-cross-site";

// `client` of a page that has not begun. Does nothing where the page stands by itself.
export function embed({ client, settings }, view = globalThis) {
  const { embed: host, framed } = settings;
  if (!host || view.parent === view) return;
  if (isCrossSite(framed, view)) client.api.headers["X-Inko-Framed"] = "cross-site";
  const tell = (message) => view.parent.postMessage({ inko: 1, ...message }, host);
  let last = "";
  let readBefore = 0;
  const report = () => {
    const { state } = client;
    const room = state.ready ? supportRoom(state) : null;
    // A browser that keeps nothing for frames of other sites forgets what was read; the host page has kept it.
    if (room && readBefore > (state.read[room.id] ?? 0)) return client.apply({ kind: "my:read", room: room.id, event: readBefore });
    const now = JSON.stringify(standing(state, room));
    if (state.ready && now !== last) tell({ kind: "state", ...JSON.parse(now) });
    last = now;
    return undefined;
  };
  client.subscribe(report);
  view.addEventListener("message", ({ source, origin, data }) => {
    if (source !== view.parent || origin !== host || data?.inko !== 1 || !Number.isSafeInteger(data.read)) return;
    readBefore = data.read;
    report();
  });
  // Out before it began: the browser keeps no cookie for this frame.
  client.subscribe(() => { if (client.state.out?.reason === "auth.required" && !client.state.ready) tell({ kind: "blocked" }); });
  view.addEventListener("keydown", (event) => {
    // A dialog or a menu inside takes it for itself.
    const inner = event.target.closest?.("dialog[open], [role=dialog], [role=menu], [aria-modal=true]");
    if (event.key === "Escape" && !event.defaultPrevented && !event.isComposing && !inner) tell({ kind: "close" });
  });
  view.addEventListener("click", (event) => leave(event, view), true);
  tell({ kind: "ready" });
}

// Only the request that opened the frame tells whether the two sites are one; the frame's name keeps it for a page that is
// loaded anew inside it, where such a browser forbids all other memory.
function isCrossSite(framed, view) {
  if (framed) view.name = framed === "cross-site" ? CROSS_SITE : "";
  return view.name === CROSS_SITE;
}

function standing(state, room) {
  const shown = room ?? lastEnded(state);
  const count = shown ? unread(state, shown) : 0;
  const from = count ? shown.events.findLast((event) => event.kind === "message" && event.from.id !== state.session.id)?.from.name : "";
  return {
    where: phase(state), place: state.place?.position ?? null, unread: count, from, read: room ? state.read[room.id] ?? 0 : 0,
  };
}

// What is somewhere else opens beside the host page, for which there is no room in the panel. A file is saved from here,
// where the cookie is good.
function leave(event, view) {
  const link = event.target.closest?.("a[href]");
  if (!link) return;
  const address = new URL(link.href, view.location.href);
  if (address.origin !== view.location.origin) Object.assign(link, { target: "_blank", rel: "noopener" });
  else if (address.pathname.includes("/transcripts/")) link.download = "";
  else if (address.pathname === view.location.pathname) link.href = view.location.href;
}
