// What is put to an agent, one card each: an offer with its countdown, an invitation, a call for a moderator.

import { Elapsed, useNow } from "./clock.js";
import { html, useId, usePage } from "./html.js";

const RING = 100;

export function Offers({ state, attempt, onOpen }) {
  const { client, say } = usePage();
  const now = useNow(state.offers.length > 0) + client.api.behind;
  const offers = state.offers.filter((each) => Date.parse(each.expires_at) > now);
  const seen = ({ report }) => client.apply({ kind: "my:report-gone", report });
  const watch = async (called) => {
    const room = await client.desk.watch(called.room);
    seen(called);
    return room;
  };
  const enter = (action) => attempt(async () => onOpen(await action()));
  return html`
    <div class="offers" role="region" aria-label=${say("agent-offers")} aria-live="polite">
      ${offers.map((offer) => html`<${Offer} key=${offer.offer} offer=${offer} now=${now} attempt=${attempt} onOpen=${onOpen} />`)}
      ${state.invitations.map((each) => html`
        <${Card} key=${each.room} kind=${say("agent-invited")} title=${each.name} meta=${say("agent-invited-by", { name: each.from.name })}>
          <button class="button button-primary" type="button" onClick=${() => enter(() => client.desk.join(each.room))}>${say("agent-join")}</button>
          <button class="button button-quiet" type="button" onClick=${() => client.desk.dismiss(each.room)}>${say("agent-not-now")}</button>
        <//>`)}
      ${state.reports.map((each) => html`
        <${Card} key=${each.report} look="offer-call" kind=${say("agent-called", { name: each.from.name })} title=${each.reason}>
          ${each.room && html`<button class="button button-primary" type="button" onClick=${() => enter(() => watch(each))}>
            ${say("agent-watch")}</button>`}
          <button class="button button-quiet" type="button" onClick=${() => seen(each)}>
            ${say("agent-seen")}</button>
        <//>`)}
    </div>`;
}

function Offer({ offer, now, attempt, onOpen }) {
  const { client, say } = usePage();
  const answer = (accept) => attempt(async () => {
    const room = await client.desk.answer(offer.offer, accept);
    if (room) onOpen(room);
  });
  const { product, os } = offer.metadata ?? {};
  const waits = client.state.queue.entries.find((entry) => entry.id === offer.guest)?.since;
  const meta = html`
    <bdi>${offer.name}</bdi>${[product, os].filter(Boolean).map((each) => html`${" · "}<bdi>${each}</bdi>`)}
    ${waits !== undefined && html`${" · "}${say("agent-waits")}${" "}<${Elapsed} since=${waits} />`}`;
  const kind = offer.reason === "transfer" ? say("agent-offered-transfer", { name: offer.from?.name ?? "" }) : say("agent-offered-queue");
  const left = Math.max(0, Math.ceil((Date.parse(offer.expires_at) - now) / 1000));
  return html`
    <${Card} kind=${kind} title=${offer.question || offer.name} meta=${meta} note=${offer.note} left=${left}>
      <button class="button button-primary" type="button" onClick=${() => answer(true)}>${say("agent-accept")}${" "}<kbd>Alt ↵</kbd></button>
      <button class="button button-quiet" type="button" onClick=${() => answer(false)}>${say("agent-decline")}</button>
    <//>`;
}

function Card({ kind, title, meta, note, left, look = "", children }) {
  const id = useId();
  return html`
    <section class=${`offer ${look}`} aria-labelledby=${id}>
      <div>
        <p class="offer-kind">${kind}</p>
        <h2 class="offer-question" id=${id} dir="auto">${title}</h2>
        ${meta && html`<p class="offer-meta">${meta}</p>`}
        ${note && html`<p class="offer-note" dir="auto">${note}</p>`}
      </div>
      ${left !== undefined && html`<${Countdown} left=${left} />`}
      <div class="offer-actions">${children}</div>
    </section>`;
}

function Countdown({ left }) {
  const { say, words, settings } = usePage();
  const part = Math.min(RING, (left / settings.offer_seconds) * RING);
  return html`
    <p class="countdown" role="timer" aria-live="off" aria-label=${say("agent-seconds-left", { seconds: left })}>
      <svg viewBox="0 0 48 48" aria-hidden="true">
        <circle class="countdown-track" cx="24" cy="24" r="21" />
        <circle class="countdown-left" cx="24" cy="24" r="21" pathLength=${RING} stroke-dasharray=${`${part} ${RING}`} />
      </svg>${words.number(left)}</p>`;
}
