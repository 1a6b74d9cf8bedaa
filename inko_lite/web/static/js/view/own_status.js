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
  const { queue } = state;
  const waiting = queue.entries.length;
  const setLimit = (value) => attempt(() => client.desk.setLimit(value));
  const cannot = cannotTake(state);
  const allowed = (value) => value >= 0 && value <= settings.max_chat_limit;
  // A button that is at its end stays in the tab order: the focus must not fall off it.
  const step = (by, name, label) => html`
    <button type="button" aria-label=${say(label)} aria-disabled=${allowed(limit + by) ? undefined : "true"}
      onClick=${() => { if (allowed(limit + by)) setLimit(limit + by); }}><${Icon} name=${name} /></button>`;
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
          ${step(-1, "minus", "agent-limit-less")}
          <output aria-label=${say("agent-limit")}>${words.number(limit)}</output>
          ${step(1, "plus", "agent-limit-more")}
        </span>
      </div>
      <div class="own-notices" role="status">
        ${cannot === "away" && html`
          <div class="banner banner-quiet own-notice"><p>${reason === "missed_offers" && `${say("agent-away-missed")} `}${say("agent-away", { own })}</p>
            <button class="button button-primary" type="button" onClick=${() => set("online")}>${say("agent-back")}</button></div>`}
        ${cannot === "full" && waiting > 0 && html`
          <div class="banner banner-quiet own-notice"><p>${say("agent-full", { own, limit, waiting })}</p>
            ${limit < settings.max_chat_limit && html`
              <button class="button" type="button" onClick=${() => setLimit(limit + 1)}>${say("agent-take-more")}</button>`}</div>`}
        ${queue.status === "closed" && html`
          <div class="banner banner-info own-notice"><${Icon} name="lock" />
            <p>${queue.reason ? say("agent-closed-because", { reason: queue.reason }) : say("agent-closed")}${" "}
              ${waiting > 0 && say("agent-closed-waiting", { waiting })}</p></div>`}
      </div>
    </section>`;
}
