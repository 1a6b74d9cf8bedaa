// The agent's own status, and how many chats of how many.

import { cannotTake, ownChats } from "../chat/select.js";
import { html, usePage } from "./html.js";
import { Icon } from "./marks.js";

const STATUSES = ["online", "away", "busy", "offline"];

export function OwnStatus({ state, attempt }) {
  const { client, say, words, settings } = usePage();
  const { status, chat_limit: limit, status_reason: reason } = state.session;
  const set = (value) => attempt(() => client.desk.setStatus(value));
  const own = ownChats(state);
  const cannot = cannotTake(state);
  const Step = ({ by, name, label }) => html`
    <button type="button" aria-label=${say(label)} disabled=${limit + by < 0 || limit + by > settings.max_chat_limit}
      onClick=${() => attempt(() => client.desk.setLimit(limit + by))}><${Icon} name=${name} /></button>`;
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
      <div class="chat-limit" role="group" aria-label=${say("agent-limit")}>
        <span>${say("agent-chats-of", { own })}</span>
        <span class="stepper">
          <${Step} by=${-1} name="minus" label="agent-limit-less" />
          <output aria-label=${say("agent-limit")}>${words.number(limit)}</output>
          <${Step} by=${1} name="plus" label="agent-limit-more" />
        </span>
      </div>
      ${cannot === "away" && html`
        <div class="banner banner-quiet own-notice"><p>${reason === "missed_offers" && `${say("agent-away-missed")} `}${say("agent-away", { own })}</p>
          <button class="button button-primary" type="button" onClick=${() => set("online")}>${say("agent-back")}</button></div>`}
      ${cannot === "full" && state.queue.entries.length > 0 && html`
        <div class="banner banner-quiet own-notice"><p>${say("agent-full", { own, limit })}</p></div>`}
    </section>`;
}
