// The helpers: status, chats of how many, how quickly each answers today, what guests think of it; and who is lost.

import { places } from "../chat/floor.js";
import { html, usePage, useState } from "./html.js";
import { Avatar, Icon } from "./marks.js";

const SLOT = 11;
// More than so many are a number, not a row of marks.
const MOST_SLOTS = 10;

export function Agents({ agents, me, monitor, act }) {
  const { say } = usePage();
  const { chats, limit } = places(agents);
  return html`
    <section class="panel" id="agents" aria-labelledby="agents-t">
      <h2 class="panel-title" id="agents-t" tabindex="-1">${say("monitor-agents")}${" "}
        <span class="count">${say("monitor-places", { chats, limit })}</span></h2>
      ${agents.length === 0 ? html`<p class="empty-line">${say("monitor-no-agents")}</p>` : html`
        <div class="table-scroll" tabindex="0" role="group" aria-labelledby="agents-t">
          <table class="agents" role="table">
            <thead><tr>
              <th scope="col">${say("monitor-agent")}</th><th scope="col">${say("monitor-chats")}</th><th scope="col">${say("monitor-limit")}</th>
              <th scope="col" class="number">${say("monitor-answers-in")}</th>
              <th scope="col" class="number">${say("monitor-csat")}${" "}<small>${say("monitor-csat-n")}</small></th>
              <th scope="col"><span class="visually-hidden">${say("monitor-mark")}</span></th>
              <th scope="col"><span class="visually-hidden">${say("monitor-action")}</span></th>
            </tr></thead>
            <tbody>${agents.map((agent) => html`
              <${Agent} key=${agent.id} agent=${agent} own=${agent.id === me.id} monitor=${monitor} act=${act} />`)}</tbody>
          </table>
        </div>`}
    </section>`;
}

function Agent({ agent, own, monitor, act }) {
  const { say, words } = usePage();
  const { name, chats, chat_limit: limit, lost, late } = agent;
  const status = lost ? "lost" : agent.status;
  return html`
    <tr role="row" class=${lost && chats ? "is-lost" : undefined}>
      <th scope="row" role="rowheader"><span class="person"><${Avatar} name=${name} kind="avatar-own" />
        <span><bdi>${name}</bdi>
          <small><span class=${`status-dot status-${status}`} aria-hidden="true"></span>
            ${lost ? say("monitor-lost-for", { time: words.elapsed(agent.silent_seconds) }) : say(`agent-status-${agent.status}`)}</small></span></span></th>
      <td role="cell" data-label=${say("monitor-chats")}><${Slots} chats=${chats} limit=${limit} /></td>
      <td role="cell"><${Limit} agent=${agent} monitor=${monitor} act=${act} /></td>
      <td role="cell" class=${`number${late ? " is-late" : ""}`} data-label=${say("monitor-answers-in")}>
        ${agent.answer === null ? "–" : words.elapsed(agent.answer)}</td>
      <td role="cell" class="number" data-label=${say("monitor-csat")}>
        ${agent.score === null ? "–" : words.score(agent.score)}${" "}<small>${words.number(agent.surveys)}</small></td>
      <td role="cell">${mark(agent, say, words)}</td>
      <td role="cell" class="row-action">
        ${lost && chats > 0
          ? html`<button class="button button-small" type="button" onClick=${() => act.standDown(agent)}>
              ${say("monitor-stand-down", { chats })}<span class="visually-hidden">: ${name}</span></button>`
          : !own && html`
            <button class="button button-quiet button-small" type="button" onClick=${() => act.open({ kind: "direct", agent })}>
              ${say("monitor-message")}<span class="visually-hidden">: ${name}</span></button>
            ${chats > 0 && agent.status !== "online" && html`
              <button class="button button-quiet button-small" type="button" onClick=${() => act.open({ kind: "standDown", agent })}>
                ${say("monitor-requeue")}<span class="visually-hidden">: ${name}</span></button>`}`}
      </td>
    </tr>`;
}

function mark(agent, say, words) {
  if (agent.lost && agent.chats) return html`<span class="chip chip-broken">${say("monitor-unattended", { chats: agent.chats })}</span>`;
  if (agent.late) return html`<span class="chip chip-late">${say("monitor-guests-wait", { guests: agent.late, time: words.elapsed(agent.longest) })}</span>`;
  if (!agent.approved && agent.kind === "agent") return html`<span class="chip">${say("monitor-trainee")}</span>`;
  if (agent.kind === "monitor") return html`<span class="chip">${say("monitor-monitor")}</span>`;
  return null;
}

function Slots({ chats, limit }) {
  const { say, words } = usePage();
  const marks = Math.max(chats, limit);
  return html`
    <span class="slots">
      ${marks <= MOST_SLOTS && html`
        <svg viewBox=${`0 0 ${5 * SLOT} 8`} class=${marks > 5 ? "slots-wide" : undefined} aria-hidden="true">
          ${Array.from({ length: marks }, (_, index) => html`
            <rect class=${index < chats ? (index < limit ? "slot-used" : "slot-over") : "slot-free"} x=${index * SLOT} width="8" height="8" rx="2" />`)}
        </svg>`}
      <span class="visually-hidden">${say("agent-load", { own: chats, limit })}</span><span aria-hidden="true">${words.number(chats)}</span>
    </span>`;
}

// How many chats an agent takes at once; changed by a monitor at once, by typing or by a step.
function Limit({ agent, monitor, act }) {
  const { say, settings } = usePage();
  const [typed, setTyped] = useState(null);
  const { id, name, chat_limit: limit } = agent;
  const set = async (value) => {
    setTyped(null);
    const wanted = Math.round(Number(value));
    if (value === "" || !(wanted >= 0) || wanted === limit) return;
    await act.attempt(() => monitor.setLimit(id, wanted));
  };
  const onKeyDown = (event) => {
    if (event.key === "Enter") set(event.target.value);
    if (event.key === "Escape") setTyped(null);
    if (event.key === "ArrowUp" && limit < settings.max_chat_limit) set(limit + 1);
    if (event.key === "ArrowDown" && limit > 0) set(limit - 1);
  };
  return html`
    <span class="stepper">
      <button type="button" aria-label=${say("monitor-limit-less", { name })} disabled=${limit <= 0} onClick=${() => set(limit - 1)}><${Icon} name="minus" /></button>
      <input type="text" inputmode="numeric" maxlength="3" value=${typed ?? limit} aria-label=${say("monitor-limit-of", { name })}
        onInput=${(event) => setTyped(event.target.value)} onBlur=${(event) => set(event.target.value)} onKeyDown=${onKeyDown} />
      <button type="button" aria-label=${say("monitor-limit-more", { name })} disabled=${limit >= settings.max_chat_limit} onClick=${() => set(limit + 1)}><${Icon} name="plus" /></button>
    </span>`;
}
