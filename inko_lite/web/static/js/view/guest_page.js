// The guest page: one of ask, wait, chat, after, as the state says; and the frame around them.

import { isStaff } from "../chat/people.js";
import { lastEnded, phase, supportRoom, unread } from "../chat/select.js";
import { After } from "./after.js";
import { Ask } from "./ask.js";
import { useTitle, useVisible } from "./attention.js";
import { ConnectionBanner } from "./banner.js";
import { html, useClientState, useEffect, usePage, useRef } from "./html.js";
import { Language } from "./language.js";
import { Parakeet } from "./marks.js";
import { Talk } from "./talk.js";
import { Wait } from "./wait.js";

export function GuestPage() {
  const { client, say, settings } = usePage();
  const state = useClientState(client);
  const root = useRef();
  // Whoever answers questions has chats too, but none to be shown here.
  const where = state.out ? "out" : state.ready && isStaff(state.session) ? "ask" : phase(state);
  const room = where === "chat" ? supportRoom(state) : where === "after" ? lastEnded(state) : null;
  useFocusOnChange(root, where);
  useAttention(state, where, room);
  const filling = where === "chat";
  return html`
    <div class=${`guest${filling ? " guest-filling" : ""}`} ref=${root}>
      <header class=${`guest-header${filling ? " guest-header-chat" : ""}`}>
        <a class="brand" href=${`${settings.prefix}/`}><${Parakeet} /><span>${settings.title}</span></a>
        <${Language} />
      </header>
      ${!filling && html`<${ConnectionBanner} state=${state} />`}
      ${where === "starting" && html`
        <main class="guest-body ask"><div class="ask-intro"><h1 class="title">${say("guest-ask-title")}</h1>
          <p class="lead">${say("guest-starting")}</p></div></main>`}
      ${where === "ask" && html`<${Ask} state=${state} />`}
      ${where === "wait" && html`<${Wait} state=${state} />`}
      ${where === "chat" && html`<${Talk} key=${room.id} state=${state} room=${room} />`}
      ${where === "after" && html`<${After} key=${room.id} state=${state} room=${room} />`}
      ${where === "out" && html`<${Out} out=${state.out} />`}
    </div>`;
}

// A new phase is a new page to whoever cannot see it: the focus goes to its heading. The first one is left alone.
function useFocusOnChange(root, where) {
  const before = useRef(null);
  useEffect(() => {
    const first = before.current === null || before.current === "starting";
    before.current = where;
    if (first || root.current.querySelector("main")?.contains(document.activeElement)) return;
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
}

function Out({ out }) {
  const { say } = usePage();
  const known = { "auth.required": "expired", expired: "expired", signed_out: "signed-out", signed_in: "signed-in" }[out.reason] ?? "other";
  return html`
    <main class="guest-body">
      <div class="plain stack">
        <div class="stack-small">
          <h1 class="title" tabindex="-1" data-focus>${say(`guest-out-${known}`)}</h1>
          <p class="lead">${known === "other" && out.detail ? out.detail : say("guest-out-text")}</p>
        </div>
        <div class="actions">
          <button class="button button-primary button-large" type="button" onClick=${() => location.reload()}>${say("guest-start-again")}</button>
        </div>
      </div>
    </main>`;
}
