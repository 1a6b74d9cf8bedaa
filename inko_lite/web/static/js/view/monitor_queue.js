// The queue: whether newcomers come in and why, and who waits, why, and what can be done about it.

import { QUEUE_LATE_SECONDS } from "../chat/floor.js";
import { verdict } from "../chat/verdicts.js";
import { html, useEffect, useId, usePage, useState } from "./html.js";

const MODES = ["open", "draining", "closed", "auto"];
const REASON_CHARACTERS = 200;
const SHOWN = 8;

export function QueueControl({ queue, monitor, act }) {
  const { say, settings } = usePage();
  const id = useId();
  const current = queue.mode ?? "auto";
  const [mode, setMode] = useState(null);
  const [reason, setReason] = useState("");
  // What somebody else has set meanwhile is not overwritten by what was chosen here before.
  useEffect(() => setMode(null), [current]);
  const chosen = mode ?? current;
  const given = chosen === "draining" || chosen === "closed";
  const submit = (event) => {
    event.preventDefault();
    act.attempt(() => monitor.setQueue(chosen, given ? reason.trim() : ""), say("monitor-did-queue", { mode: chosen }));
    setReason("");
  };
  const status = ["open", "full", "closed", "unstaffed"].includes(queue.status) ? queue.status : "open";
  return html`
    <section class="panel" id="queue" aria-labelledby="queue-t">
      <h2 class="panel-title" id="queue-t" tabindex="-1">${say("agent-queue")}
        <span class="chip push"><span class=${`status-dot${status === "open" ? "" : " status-away"}`} aria-hidden="true"></span>
          ${say("monitor-queue-state", { status, mode: current })}</span></h2>
      ${queue.reason && html`<p class="queue-reason" dir="auto">${queue.reason}</p>`}
      <form onSubmit=${submit}>
        <fieldset class="modes"><legend class="visually-hidden">${say("agent-mode-legend")}</legend>
          ${MODES.map((each) => html`
            <label class="mode" key=${each}>
              <input type="radio" name=${`${id}-mode`} value=${each} checked=${each === chosen} onChange=${() => setMode(each)} />
              <span><b>${say(`agent-mode-${each}`)}</b><small>${each === "auto" ? rule(settings.opening, say) : say(`agent-mode-more-${each}`)}</small></span>
            </label>`)}
        </fieldset>
        ${given && html`
          <label class="label" for=${`${id}-reason`}>${say("monitor-reason")}</label>
          <input class="field" id=${`${id}-reason`} dir="auto" maxlength=${REASON_CHARACTERS} value=${reason} placeholder=${say("monitor-reason-example")}
            onInput=${(event) => setReason(event.target.value)} />`}
        <p class="form-actions">
          <button class=${`button${chosen === current && !reason ? "" : " button-primary"}`} type="submit">${say("monitor-apply")}</button>
          ${mode !== null && mode !== current && html`
            <button class="button button-quiet" type="button" onClick=${() => setMode(null)}>${say("chat-cancel")}</button>`}</p>
      </form>
    </section>`;
}

// What "automatic" does here, as the configuration says.
function rule({ min_agents: agents, max_wait_minutes: minutes, need_monitor: monitor, hours }, say) {
  return say("monitor-rule", { agents, minutes, monitor: monitor ? "yes" : "no", hours: hours ? "yes" : "no" });
}

export function Waiting({ waiters, act }) {
  const { say, words } = usePage();
  const [chosen, choose] = useState(null);
  const [all, setAll] = useState(false);
  const guest = waiters.find((each) => each.id === chosen) ?? waiters[0];
  if (!guest) {
    return html`
      <section class="panel" id="waiting" aria-labelledby="waiting-t">
        <h2 class="panel-title" id="waiting-t" tabindex="-1">${say("monitor-waiting")}</h2>
        <p class="empty-line">${say("agent-nobody-waits")}</p>
      </section>`;
  }
  const others = waiters.filter((each) => each.id !== guest.id);
  const shown = all ? others : others.slice(0, SHOWN);
  const offered = guest.state === "offered";
  const [before, after] = words.around(offered ? "monitor-why-offered" : "monitor-why-text", "time", {});
  return html`
    <section class="panel" id="waiting" aria-labelledby="waiting-t">
      <h2 class="panel-title" id="waiting-t" tabindex="-1">${say("monitor-why", { name: guest.name })}</h2>
      ${guest.question && html`<p class="why-question" dir="auto">${guest.question}</p>`}
      <p class="why-sum">${before}<b class="number">${words.elapsed(guest.waited)}</b>${after}</p>
      <ul class="verdicts">
        ${guest.agents.map((agent) => html`
          <li key=${agent.id} class=${agent.verdict === "offered" ? "is-offered" : undefined}>
            <bdi>${agent.name}</bdi><span class="muted">${worded(agent.verdict, say, words)}</span></li>`)}
        ${guest.agents.length === 0 && html`<li><span class="muted">${say("monitor-no-agents")}</span></li>`}
      </ul>
      <p class="form-actions">
        <button class="button button-small" type="button" onClick=${() => act.take(guest.id)}>${say("agent-take")}<span class="visually-hidden"> ${say("agent-take-whom", { name: guest.name })}</span></button>
        <button class="button button-small" type="button" onClick=${() => act.mend(guest, "front")}>${say("monitor-front")}</button>
        <button class="button button-small" type="button" onClick=${() => act.mend(guest, "anybody")}>${say("monitor-anybody")}</button>
        <button class="button button-quiet button-small button-danger push" type="button" onClick=${() => act.open({ kind: "remove", guest })}>
          ${say("monitor-remove")}</button>
      </p>
      ${others.length > 0 && html`
        <h3 class="label others-title">${say("monitor-others")}</h3>
        <ol class="waiters">${shown.map((each) => html`
          <li key=${each.id}>
            <button class="waiter" type="button" onClick=${() => choose(each.id)}>
              <span><bdi>${each.name}</bdi>${each.question && html`<span class="muted">, <bdi>${each.question}</bdi></span>`}</span>
              <b class=${`queue-wait number${each.waited > QUEUE_LATE_SECONDS ? " is-late" : ""}`}>${words.elapsed(each.waited)}</b>
            </button>
          </li>`)}</ol>
        ${others.length > SHOWN && html`
          <button class="button button-quiet button-small" type="button" aria-expanded=${all} onClick=${() => setAll(!all)}>
            ${say(all ? "monitor-rooms-fewer" : "monitor-others-all", { waiting: others.length })}</button>`}`}
    </section>`;
}

function worded(text, say, words) {
  const { name, values, text: plain } = verdict(text);
  if (plain !== undefined) return plain;
  const { criterion, what } = values;
  if (criterion) return say("monitor-verdict-lacks", { criterion: say(`agent-criterion-${criterion}`), what: criterion === "locale" ? words.language(what) : what });
  return say(`monitor-verdict-${name}`, values);
}
