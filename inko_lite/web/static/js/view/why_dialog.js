// Why do I get no offers, and why does this guest wait? What the dispatcher says, with the one thing that blocks it.

import { isMonitor } from "../chat/select.js";
import { verdict } from "../chat/verdicts.js";
import { checks, ownVerdicts, remedy } from "../chat/why.js";
import { Dialog } from "./dialog.js";
import { Asked, useAsked } from "./dialog_parts.js";
import { html, usePage } from "./html.js";
import { Icon } from "./marks.js";

const SECONDS = 5;
const ACTIONS = ["front", "anybody", "requeue", "remove"];

export function WhyDialog({ state, attempt, onTake, onClose }) {
  const { client, say } = usePage();
  const asked = useAsked(() => client.desk.why(), SECONDS);
  return html`
    <${Dialog} title=${say("agent-why")} kind="dialog-why" onClose=${onClose}>
      <${Asked} asked=${asked}>${(why) => html`
        <${Mine} state=${state} why=${why} attempt=${attempt} again=${asked.again} onTake=${onTake} />
        ${why.guests.length > 0 && html`
          <h3 class="section-title">${say("agent-why-guests")}${" "}<span class="count">${say("agent-why-mode", { mode: why.mode })}</span></h3>
          <ol class="why-guests">${why.guests.map((guest) => html`
            <${WhyGuest} key=${guest.id} guest=${guest} state=${state} attempt=${attempt} again=${asked.again} />`)}</ol>`}`}
      <//>
      <div class="dialog-actions"><button class="button push" type="button" onClick=${onClose}>${say("agent-close")}</button></div>
    <//>`;
}

// A verdict in words.
function Verdict({ verdict: { name, values, text } }) {
  const { say } = usePage();
  if (!name) return text;
  return say(`agent-verdict-${name}`, { ...values, criterion: values.criterion ? say(`agent-criterion-${values.criterion}`) : "" });
}

function Mine({ state, why, attempt, again, onTake }) {
  const { client, say, settings } = usePage();
  const all = checks(state, why);
  const what = remedy(state, why, settings.max_chat_limit);
  const act = async (action) => {
    await attempt(action);
    again();
  };
  const remedies = {
    back: ["agent-back", () => act(() => client.desk.setStatus("online"))],
    limit: ["agent-take-more", () => act(() => client.desk.setLimit(state.session.chat_limit + 1))],
    take: ["agent-take-next", onTake],
  };
  return html`
    <p class="why-verdict"><strong>${ownVerdicts(why.me.offers).map((each, index) => html`${index > 1 ? " · " : " "}<${Verdict} verdict=${each} />`)}</strong></p>
    <ul class="checks">${all.map(({ name, ok, values }) => html`
      <li class=${`check-line${ok ? "" : " check-blocks"}`} key=${name}><${Icon} name=${ok ? "check" : "warn"} />
        <span>${say(`agent-check-${name}${ok ? "" : "-not"}`, values)}<span class="visually-hidden">${ok ? "" : ` (${say("agent-check-blocks")})`}</span></span></li>`)}</ul>
    ${what && html`<p><button class="button button-primary" type="button" onClick=${remedies[what][1]}>${say(remedies[what][0])}</button></p>`}`;
}

function WhyGuest({ guest, state, attempt, again }) {
  const { client, say, words } = usePage();
  const mend = async (action) => {
    await attempt(() => client.desk.mend(guest.id, action));
    again();
  };
  const own = guest.agents.find((agent) => agent.id === state.session.id);
  return html`
    <li class="why-guest">
      <p class="why-guest-head"><bdi>${guest.name}</bdi>
        <span class="muted">${say(`agent-waits-${guest.state}`)}</span>
        <span class="number push">${words.elapsed(guest.waited_seconds)}</span></p>
      ${own && html`<p class="small"><${Verdict} verdict=${verdict(own.verdict)} /></p>`}
      ${guest.agents.length > 0 && html`
        <details><summary>${say("agent-why-agents")}</summary>
          <dl class="why-agents">${guest.agents.map((agent) => html`<dt key=${agent.id}><bdi>${agent.name}</bdi></dt><dd><${Verdict} verdict=${verdict(agent.verdict)} /></dd>`)}</dl>
        </details>`}
      ${isMonitor(state) && html`
        <p class="why-actions">${ACTIONS.map((action) => html`
          <button class=${`button button-small${action === "remove" ? " button-quiet button-danger" : ""}`} type="button" key=${action} onClick=${() => mend(action)}>
            ${say(`agent-mend-${action}`)}<span class="visually-hidden">: ${guest.name}</span></button>`)}</p>`}
    </li>`;
}
