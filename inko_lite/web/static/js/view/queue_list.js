// Who waits, oldest first: the question, the product, the time that passes, and the way to take somebody.

import { cannotTake } from "../chat/select.js";
import { Elapsed, useNow } from "./clock.js";
import { html, usePage } from "./html.js";

// A wait in the queue for longer than this is shown as late.
const QUEUE_LATE_SECONDS = 300;
// More than these are drawn on demand: two hundred lines that tick cost an agent's laptop its evening.
const DRAWN = 30;

export function QueueList({ state, all, onAll, onTake }) {
  const { say } = usePage();
  const { entries } = state.queue;
  const cannot = cannotTake(state);
  const drawn = all ? entries : entries.slice(0, DRAWN);
  return html`
    <ol>${drawn.map((entry) => html`
      <${QueueItem} key=${entry.id} entry=${entry} me=${state.session.id} cannot=${cannot} onTake=${onTake} />`)}</ol>
    ${entries.length > drawn.length && html`
      <button class="button button-quiet button-small queue-more" type="button" onClick=${onAll}>
        ${say("agent-queue-more", { more: entries.length - drawn.length })}</button>`}`;
}

function QueueItem({ entry, me, cannot, onTake }) {
  const { say, words } = usePage();
  const { product, os, locale } = entry.metadata ?? {};
  const meta = [product, os, locale && locale !== words.locale ? words.language(locale) : null].filter(Boolean);
  const late = (useNow() - entry.since) / 1000 > QUEUE_LATE_SECONDS;
  const { offered_to: offered } = entry;
  return html`
    <li class="queue-item">
      <p class="queue-question" dir="auto">${entry.question}</p>
      <span class=${`queue-wait${late ? " is-late" : ""}`}><span class="visually-hidden">${say("agent-waits")} </span><${Elapsed} since=${entry.since} /></span>
      <p class="queue-meta"><bdi>${entry.name}</bdi>${meta.map((each) => html`${" · "}<bdi>${each}</bdi>`)}</p>
      ${offered
        ? html`<span class="queue-take chip">${offered.id === me ? say("agent-offered-to-you") : say("agent-offered-to", { name: offered.name })}</span>`
        : html`
          <button class="button button-quiet button-small queue-take" type="button" disabled=${cannot !== null} onClick=${() => onTake(entry.id)}>
            ${say("agent-take")}<span class="visually-hidden"> ${say("agent-take-whom", { name: entry.name })}</span></button>`}
    </li>`;
}
