// What is put to an agent, one card each: an offer with its countdown, an invitation, a call for a moderator.

import { cannotTake, openInvitations, openOffers } from "../chat/select.js";
import { Elapsed, useNow } from "./clock.js";
import { html, useId, usePage } from "./html.js";

const RING = 100;

export function Offers({ state, attempt, onOpen }) {
  const { client, say } = usePage();
  const now = useNow(state.offers.length > 0) + client.api.behind;
  const offers = openOffers(state, now);
  const seen = ({ report }) => client.apply({ kind: "my:report-gone", report });
  const watch = async (called) => {
    const room = await client.desk.watch(called.room);
    seen(called);
    return room;
  };
  const enter = (action) => attempt(async () => onOpen(await action()));
  const unanswered = (guest) => client.apply({ kind: "my:unanswered-gone", guest });
  return html`
    <div class="offers" role="region" aria-label=${say("agent-offers")} aria-live="polite" tabindex="-1">
      ${offers.map((offer, index) => html`<${Offer} key=${offer.offer} offer=${offer} first=${index === 0} now=${now} attempt=${attempt} onOpen=${onOpen} />`)}
      ${openInvitations(state, now).map((each) => html`
        <${Card} key=${each.room} kind=${say("agent-invited-by", { name: each.from.name })} title=${each.name} note=${each.note}>
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
      ${state.unanswered.map(({ guest, to }) => html`
        <${Card} key=${guest.id} look="offer-call" kind=${say("agent-unanswered", { name: to.name })} title=${guest.name}>
          ${!cannotTake(state) && html`
            <button class="button button-primary" type="button" onClick=${() => enter(() => client.desk.take(guest.id))}>${say("agent-take")}</button>`}
          <button class="button button-quiet" type="button" onClick=${() => unanswered(guest.id)}>${say("agent-seen")}</button>
        <//>`)}
    </div>`;
}

const KINDS = { transfer: "agent-offered-transfer", invite: "agent-offered-invite", queue: "agent-offered-queue" };

// The key answers the first one.
function Offer({ offer, first, now, attempt, onOpen }) {
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
  const left = Math.max(0, Math.ceil((Date.parse(offer.expires_at) - now) / 1000));
  return html`
    <${Card} kind=${say(KINDS[offer.reason] ?? KINDS.queue, { name: offer.from?.name ?? "" })} title=${offer.question || offer.name}
      meta=${offer.question ? meta : null} note=${offer.note} left=${left}>
      <button class="button button-primary" type="button" onClick=${() => answer(true)}>
        ${say(offer.reason === "invite" ? "agent-join" : "agent-accept")}${first && html`${" "}<kbd>Alt ↵</kbd>`}</button>
      <button class="button button-quiet" type="button" onClick=${() => answer(false)}>${say("agent-decline")}</button>
    <//>`;
}

function Card({ kind, title, meta, note, left, look = "", children }) {
  const { say } = usePage();
  const id = useId();
  return html`
    <section class=${`offer ${look}`} aria-labelledby=${id}>
      <div>
        <p class="offer-kind">${kind}</p>
        <h2 class="offer-question" id=${id} dir="auto">${title}</h2>
        ${meta && html`<p class="offer-meta">${meta}</p>`}
        ${note && html`<p class="offer-note"><span class="visually-hidden">${say("agent-note-word")} </span><bdi>${note}</bdi></p>`}
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
