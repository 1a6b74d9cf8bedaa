// The agent's own status, and how many chats of how many.

import { cannotTake, ownChats } from "../chat/select.js";
import { html, usePage } from "./html.js";
import { Icon } from "./marks.js";

const STATUSES = ["online", "away", "busy", "offline"];

export function OwnStatus({ state, attempt }) {
  const { client, say } = usePage();
  const { status, chat_limit: limit } = state.session;
  const set = (value) => attempt(() => client.setStatus(value));
  const own = ownChats(state);
  const cannot = cannotTake(state);
  return html`
    <section class="own-status" aria-label=${say("agent-own-status")}>
      <label class="status-menu">
        <span class=${`status-dot status-${status}`} aria-hidden="true"></span>
        <span class="visually-hidden">${say("agent-own-status")}</span>
        <select value=${status} onChange=${(event) => set(event.target.value)}>
          ${STATUSES.map((each) => html`<option key=${each} value=${each}>${say(`agent-status-${each}`)}</option>`)}
        </select>
        <${Icon} name="down" />
      </label>
      <p class="chat-limit">${say("agent-chats-of", { own, limit })}</p>
      ${cannot === "away" && html`
        <div class="banner banner-quiet own-notice"><p>${say("agent-away", { own })}</p>
          <button class="button button-primary" type="button" onClick=${() => set("online")}>${say("agent-back")}</button></div>`}
      ${cannot === "full" && state.queue.entries.length > 0 && html`
        <div class="banner banner-quiet own-notice"><p>${say("agent-full", { own, limit })}</p></div>`}
    </section>`;
}
