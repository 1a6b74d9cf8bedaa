// The guest page: one of ask, wait, chat, after, as the state says; and the frame around them.

import { isStaff } from "../chat/people.js";
import { lastEnded, phase, supportRoom, unread } from "../chat/select.js";
import { AskAgain } from "./again.js";
import { Ask } from "./ask.js";
import { BellMenu, mayFocus, useCalls, useTitle, useVisible } from "./attention.js";
import { ConnectionBanner } from "./banner.js";
import { html, useClientState, useEffect, usePage, useRef, useState } from "./html.js";
import { Language } from "./language.js";
import { Parakeet } from "./marks.js";

// The views after the form come while it is filled in, and those after a chat while it is on; what fails to come is tried again.
const AGAIN_MS = 2000;
const NOTICE_CHARACTERS = 140;

export function GuestPage() {
  const { client, fresh, say, settings } = usePage();
  const state = useClientState(client);
  const root = useRef();
  const touched = useTouched(root);
  // Whoever answers questions has chats too, but none to be shown here.
  const now = state.out ? "out" : state.ready && isStaff(state.session) ? "ask" : fresh && !state.ready ? "ask" : phase(state);
  const talking = now === "wait" || now === "chat";
  const later = useLater((talking || now === "after" || touched) && (() => import("./guest_later.js")));
  // What comes after a chat comes while it is on: it may end because the network does.
  const last = useLater((talking || now === "after") && later?.loadAfter);
  const where = (talking && !later) || (now === "after" && !last) ? "starting" : now;
  const room = where === "chat" ? supportRoom(state) : where === "after" ? lastEnded(state) : null;
  useFocusOnChange(root, where);
  useAttention(state, where, room);
  const filling = where === "chat";
  return html`
    <div class=${`guest${filling ? " guest-filling" : ""}`} ref=${root}>
      <header class=${`guest-header${filling ? " guest-header-chat" : ""}`}>
        <a class="brand" href=${`${settings.prefix}/`}><${Parakeet} /><span>${settings.title}</span></a>
        <div class="header-end">
          ${where === "chat" && html`<${BellMenu} />`}
          <${Language} />
        </div>
      </header>
      ${!filling && html`<${ConnectionBanner} state=${state} />`}
      ${where === "starting" && html`
        <main class="guest-body ask"><div class="ask-intro"><h1 class="title">${say("guest-ask-title")}</h1>
          <p class="lead">${say("guest-starting")}</p></div></main>`}
      ${where === "ask" && html`<${Ask} state=${state} />`}
      ${where === "wait" && html`<${later.Wait} state=${state} />`}
      ${where === "chat" && html`<${later.Talk} key=${room.id} state=${state} room=${room} />`}
      ${where === "after" && html`<${last.After} key=${room.id} state=${state} room=${room} />`}
      ${where === "out" && html`<${Out} state=${state} />`}
    </div>`;
}

// What `load` loads, null until it is there; nothing is loaded before there is a `load`.
function useLater(load) {
  const [views, setViews] = useState(null);
  const wanted = Boolean(load) && !views;
  useEffect(() => {
    let gone = false;
    let timer = null;
    const get = async () => {
      try {
        const loaded = await load();
        if (!gone) setViews(loaded);
      } catch {
        if (!gone) timer = setTimeout(get, AGAIN_MS);
      }
    };
    if (wanted) get();
    return () => {
      gone = true;
      clearTimeout(timer);
    };
  }, [wanted]);
  return views;
}

// Has somebody begun to type?
function useTouched(root) {
  const { typed } = usePage();
  const [touched, setTouched] = useState(() => Boolean(typed?.question || typed?.name));
  useEffect(() => {
    const touch = () => setTouched(true);
    root.current.addEventListener("input", touch, { once: true });
    return () => root.current?.removeEventListener("input", touch);
  }, []);
  return touched;
}

// A new phase is a new page to whoever cannot see it: the focus goes to its heading. The first one is left alone.
function useFocusOnChange(root, where) {
  const { settings } = usePage();
  const before = useRef(null);
  useEffect(() => {
    const first = before.current === null || before.current === "starting";
    before.current = where;
    if (first || !mayFocus(settings) || root.current.querySelector("main")?.contains(document.activeElement)) return;
    root.current.querySelector("[data-focus]")?.focus();
  }, [where]);
}

function useAttention(state, where, room) {
  const { client, say, settings } = usePage();
  const visible = useVisible();
  const last = room?.events.at(-1)?.id;
  useEffect(() => { if (where === "chat" && visible) client.read(room.id); }, [where, visible, last]);
  const place = state.place?.position;
  const text = where === "wait" && place ? say("guest-title-waiting", { place }) : where === "chat" ? say("guest-title-chat") : "";
  useTitle([text, settings.title].filter(Boolean).join(" · "), where === "chat" ? unread(state, room) : 0);
  useCalls(state.ready ? calls(state, say) : null);
}

// What a guest is called for: the chat that begins, and what the others say in it.
function calls(state, say) {
  const room = supportRoom(state);
  if (!room) return [];
  const said = room.events.filter((event) => event.kind === "message" && event.from.id !== state.session.id);
  return [
    { key: `joined ${room.id}`, kind: "joined", title: say("guest-joined-notice"), body: "" },
    ...said.map(({ id, from, body }) => ({ key: id, kind: "message", title: from.name, body: body.slice(0, NOTICE_CHARACTERS) })),
  ];
}

function Out({ state }) {
  const { say } = usePage();
  const { out } = state;
  // Who is known no longer, and why is forgotten: it was long ago.
  const reason = out.reason === "auth.required" ? "expired" : out.reason;
  // The server's own words for what has none here.
  const told = say("guest-out-text", { reason });
  const text = out.detail && told === say("guest-out-text", { reason: "" }) ? out.detail : told;
  const room = supportRoom(state) ?? lastEnded(state);
  const asked = state.place?.question ? state.place : room && { question: room.question };
  return html`
    <main class="guest-body">
      <div class="plain stack">
        <div class="stack-small">
          <h1 class="title" tabindex="-1" data-focus>${say("guest-out-title", { reason })}</h1>
          <p class="lead">${text}</p>
          <p>${say("guest-out-kept")}</p>
        </div>
        <${AskAgain} asked=${asked} primary onAgain=${() => location.reload()} />
      </div>
    </main>`;
}
