// How order is kept: calls for a moderator, bans and those who ask for a review, and who did what today.

import { calls } from "../chat/floor.js";
import { html, usePage } from "./html.js";

export function Calls({ looked, act }) {
  const { say, words } = usePage();
  const found = calls(looked);
  if (!found.length) return null;
  return html`
    <section class="panel" id="calls" aria-labelledby="calls-t">
      <h2 class="panel-title" id="calls-t" tabindex="-1">${say("monitor-calls")}${" "}<span class="count">${words.number(found.length)}</span></h2>
      <ul class="order">${found.map((call) => html`
        <li key=${call.id} class=${call.open && !call.attended ? "is-pressing" : undefined}>
          <p><time dateTime=${call.at}>${words.time(call.at)}</time> <bdi>${call.from?.name ?? ""}</bdi>${call.room_name && html`
            <span class="muted">${" · "}<bdi>${call.room_name}</bdi></span>`}</p>
          <p dir="auto">${call.detail.reason}</p>
          ${call.open
            ? html`<button class="button button-small" type="button" onClick=${() => act.watch(call.room)}>
                ${say("agent-watch")}<span class="visually-hidden">: ${call.room_name}</span></button>`
            : html`<p class="muted">${say(call.room ? "monitor-call-over" : "monitor-call-nowhere")}</p>`}
        </li>`)}</ul>
    </section>`;
}

export function Bans({ bans, monitor, act }) {
  const { say, words } = usePage();
  const list = bans?.bans ?? [];
  if (!list.length) return null;
  const asked = list.filter((ban) => ban.review);
  const others = list.filter((ban) => !ban.review);
  return html`
    <section class="panel" id="bans" aria-labelledby="bans-t">
      <h2 class="panel-title" id="bans-t" tabindex="-1">${say("monitor-bans")}${" "}<span class="count">${words.number(list.length)}${bans.more && "+"}</span></h2>
      ${asked.length > 0 && html`
        <ul class="order">${asked.map((ban) => html`
          <li key=${ban.ban} class="is-pressing"><${Ban} ban=${ban} monitor=${monitor} act=${act} /></li>`)}</ul>`}
      ${others.length > 0 && html`
        <details class="more"><summary>${say("monitor-bans-others", { bans: others.length })}</summary>
          <ul class="order">${others.map((ban) => html`<li key=${ban.ban}><${Ban} ban=${ban} monitor=${monitor} act=${act} /></li>`)}</ul></details>`}
    </section>`;
}

function Ban({ ban, act }) {
  const { say, words } = usePage();
  const whom = ban.session?.name ?? ban.account ?? ban.address;
  const until = ban.expires_at ? say("monitor-ban-until", { time: words.moment(ban.expires_at, Date.now()) }) : say("monitor-ban-ever");
  return html`
    <p><b><bdi>${whom}</bdi></b>${ban.address && ban.session && html`<span class="muted">${" · "}<bdi dir="ltr">${ban.address}</bdi></span>`}
      <span class="muted">${" · "}${until}</span></p>
    ${ban.reason && html`<p class="muted" dir="auto">${say("monitor-ban-reason", { name: ban.from.name ?? "", reason: ban.reason })}</p>`}
    ${ban.review && html`<blockquote dir="auto">${ban.review.text}</blockquote>`}
    <p class="form-actions"><button class="button button-small" type="button" onClick=${() => act.open({ kind: "unban", ban, whom })}>
      ${say("monitor-lift")}<span class="visually-hidden">: ${whom}</span></button>
      ${ban.review && html`<span class="muted">${say("monitor-keep")}</span>`}</p>`;
}

export function Audit({ audit, onAll }) {
  const { say } = usePage();
  return html`
    <section class="panel" id="audit" aria-labelledby="audit-t">
      <h2 class="panel-title" id="audit-t" tabindex="-1">${say("monitor-audit")}
        <button class="button button-quiet button-small push" type="button" onClick=${onAll}>${say("monitor-audit-all")}</button></h2>
      ${audit && audit.entries.length === 0 && html`<p class="empty-line">${say("monitor-audit-none")}</p>`}
      <${AuditList} entries=${(audit?.entries ?? []).slice(0, 6)} />
    </section>`;
}

export function AuditList({ entries }) {
  const { words } = usePage();
  return html`
    <ol class="audit">${entries.map((entry) => html`
      <li key=${entry.id}><time dateTime=${entry.at}>${words.time(entry.at)}</time><span><${Act} entry=${entry} /></span></li>`)}</ol>`;
}

const KNOWN = new Set([
  "anybody", "assist", "ban", "ban-review", "erase", "front", "invite", "join", "kick", "queue", "redact", "remove", "report", "requeue", "rights",
  "set-limit", "stand-down", "subject-export", "takeover", "transfer", "unban", "watch",
]);

// What was done, as a sentence. An act that this page does not know is named as the API names it.
function Act({ entry }) {
  const { say } = usePage();
  const { detail } = entry;
  const act = (entry.act === "queue" && detail.action ? detail.action : entry.act).replaceAll("_", "-");
  const values = {
    name: entry.from?.name ?? say("monitor-act-rule"), whom: entry.subject?.name ?? "", room: entry.room_name ?? "", limit: detail.limit ?? 0,
    mode: detail.mode ?? "", reason: detail.reason ?? detail.message ?? "", chats: detail.rooms ?? 0, agent: detail.agent?.name ?? "",
  };
  const told = KNOWN.has(act) ? say(`monitor-act-${act}`, values) : say("monitor-act-other", { ...values, act: entry.act });
  return html`${told}${values.reason && html`<span class="muted">: <bdi>${values.reason}</bdi></span>`}`;
}
