// The console's states around the conversation: nobody chosen, starting, and the tabs of narrow screens.

import { cannotTake, openOffer } from "../chat/select.js";
import { ConnectionBanner } from "./banner.js";
import { html, usePage } from "./html.js";
import { Parakeet } from "./marks.js";

export function Nobody({ state, onTake, onDialog }) {
  const { client, say } = usePage();
  const waiting = state.queue.entries.length;
  const cannot = cannotTake(state);
  const offered = openOffer(state, Date.now() + client.api.behind) !== null;
  return html`
    <section class="conversation" id="talk" tabindex="-1" aria-label=${say("agent-pane-talk")}>
      <div class="empty">
        <${Parakeet} kind="mark empty-mark" />
        <h2>${offered ? say("agent-empty-offered") : waiting ? say("agent-empty-waiting", { waiting }) : say("agent-empty-title")}</h2>
        <p>${offered ? say("agent-empty-accept") : waiting ? say(cannot ? `agent-cannot-${cannot}` : "agent-empty-take") : say("agent-empty-text")}</p>
        ${waiting > 0 && !cannot && !offered && html`
          <p><button class="button button-primary" type="button" onClick=${onTake}>${say("agent-take-next")}${" "}<kbd>Alt ↵</kbd></button></p>`}
        ${waiting === 0 && html`<p><button class="button" type="button" onClick=${() => onDialog({ kind: "sound" })}>${say("agent-sound-try")}</button></p>`}
      </div>
    </section>`;
}

export function Tabs({ pane, withGuest, room, unread, onPane }) {
  const { say, words } = usePage();
  const tab = (name, label, more) => html`
    <button class=${`pane-tab tab-${name}`} type="button" aria-pressed=${pane === name} onClick=${() => onPane(name)}>
      ${label}${more}</button>`;
  const count = unread > 0 && html`
    ${" "}<span class="chat-unread">${words.number(unread)}<span class="visually-hidden"> ${say("agent-unread-word")}</span></span>`;
  return html`
    <nav class="pane-tabs" aria-label=${say("agent-panes")}>
      ${tab("chats", say("agent-pane-chats"), count)}${tab("talk", say("agent-pane-talk"))}
      ${withGuest && tab("guest", say(room.kind === "support" ? "agent-pane-guest" : "agent-pane-room"))}
    </nav>`;
}

export function Starting({ state }) {
  const { say } = usePage();
  return html`
    <main class="console console-starting">
      <${ConnectionBanner} state=${state} />
      <div class="empty"><${Parakeet} kind="mark empty-mark" /><h1>${say("site-console")}</h1><p>${say("agent-starting")}</p></div>
    </main>`;
}
