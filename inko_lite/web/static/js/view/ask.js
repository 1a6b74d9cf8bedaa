// The first page of a guest: how the queue is, the question, and what is stored. Nothing typed here is ever lost.
// The server paints the same before this script is there (views/guest_ask.tpl), node for node.

import { isStaff } from "../chat/people.js";
import { useAskForm } from "./ask_form.js";
import { ComeBack } from "./come_back.js";
import { html, useId, usePage } from "./html.js";
import { Icon } from "./marks.js";
import { Ways } from "./ways.js";

const LEAD = { open: "guest-ask-lead", full: "guest-full-lead", closed: "guest-closed-lead", unstaffed: "guest-unstaffed-lead" };
const TITLE = { open: "guest-ask-title", full: "guest-full-title", closed: "guest-closed-title", unstaffed: "guest-unstaffed-title" };
const MORE = { full: "guest-full-more", closed: "guest-closed-more", unstaffed: "guest-unstaffed-more" };

export function Ask({ state }) {
  const { say } = usePage();
  const form = useAskForm(state);
  const status = state.queue.status in TITLE ? state.queue.status : "open";
  // Whoever has begun to write keeps the form, whatever becomes of the queue.
  const withForm = status === "open" || status === "full" || form.values.question.trim() !== "";
  return html`
    <main class="guest-body ask">
      <div class="ask-intro">
        <h1 class="title" tabindex="-1" data-focus>${say(TITLE[status])}</h1>
        <p class="lead">${say(LEAD[status])}</p>
        ${state.dequeued && html`<${Dequeued} reason=${state.dequeued.reason} />`}
        <${QueueState} queue=${state.queue} status=${status} standby=${form.standby} held=${form.held} />
      </div>
      ${isStaff(state.session) ? html`<${Staff} />` : withForm ? html`<${AskForm} form=${form} status=${status} rules=${state.queue.rules} />` : html`<${OtherWays} />`}
      <aside class="ask-notes" aria-label=${say("guest-notes")}>
        ${withForm && status !== "open" && html`<${Ways} ...${form.carried} />`}
        <${Notes} withHours=${withForm} />
        ${!isStaff(state.session) && html`<${ComeBack} />`}
      </aside>
    </main>`;
}

// Whoever answers questions cannot ask one in the same browser.
function Staff() {
  const { say, settings } = usePage();
  return html`
    <div class="ask-main card stack">
      <h2 class="subtitle">${say("guest-staff-title")}</h2>
      <p class="lead">${say("guest-staff-text")}</p>
      <div><a class="button button-primary" href=${`${settings.prefix}/agent`}>${say("guest-staff-console")}</a></div>
    </div>`;
}

export function QueueState({ queue, status, standby, held }) {
  const { say, words } = usePage();
  const kept = held && status === "open" && !standby;
  const head = {
    open: queue.wait_seconds === null ? say("guest-open-head-now") : say("guest-open-head", { wait: words.wait(queue.wait_seconds) }),
    full: say("guest-full-head", { waiting: queue.waiting ?? 0 }),
    closed: say("guest-closed-head"),
    unstaffed: say("guest-unstaffed-head"),
  }[status];
  const more = standby ? say("guest-standby")
    : kept ? say("guest-held-more")
    : status === "open" ? say("guest-open-more", { waiting: queue.waiting ?? 0, agents: queue.agents_online ?? 0 })
    : status === "closed" && queue.reason ? queue.reason : say(MORE[status]);
  return html`
    <div class=${`queue-state queue-state-${standby || kept ? "held" : status}`} role="status">
      <span class="queue-state-sign" aria-hidden="true"></span>
      <p class="queue-state-head">${kept ? say("guest-held-head", { place: held.position }) : head}</p>
      <p class="queue-state-more">${more}</p>
    </div>`;
}

function Dequeued({ reason }) {
  const { say } = usePage();
  const known = ["left", "solved", "gone", "removed"].includes(reason) ? reason : "other";
  return html`<p class="lead" role="status"><strong>${say(`guest-dequeued-${known}`)}</strong></p>`;
}

function AskForm({ form, status, rules }) {
  const { say, settings } = usePage();
  const { values, set, problem, problems, sending, standby } = form;
  const submit = (event) => {
    event.preventDefault();
    if (!sending) form.submit();
  };
  const choices = [["product", "guest-product", settings.products], ["topic", "guest-topic", settings.topics]];
  return html`
    <form class="card ask-form" action=${settings.ask_url} method="post" onSubmit=${submit}>
      ${problem && html`<div class="refusal" role="alert"><${Icon} name="warn" /><p>${problem.detail || problem.message}</p></div>`}
      <${Field} name="question" label=${say("guest-question")} hint=${say("guest-question-hint")} problem=${problems.question}
        value=${values.question} onInput=${set} control="textarea" rows="5" required />
      <${Field} name="name" label=${say("guest-name")} problem=${problems.name} value=${values.name} onInput=${set} required
        autocomplete="nickname" maxlength="80" />
      ${(settings.products.length > 0 || settings.topics.length > 0) && html`
        <div class="field-pair">
          ${choices.map(([name, label, list]) => list.length > 0 && html`
            <${Field} key=${name} name=${name} label=${say(label)} value=${values[name]} onInput=${set} control="select">
              ${list.map((each) => html`<option key=${each}>${each}</option>`)}
            <//>`)}
        </div>`}
      <${Field} name="email" label=${say("guest-email")} optional hint=${say("guest-email-hint")} problem=${problems.email}
        value=${values.email} onInput=${set} type="email" autocomplete="email" />
      <details class="disclosure detected">
        <summary>
          <${Icon} name="screen" />
          <span>${say("guest-detected")} <strong><bdi>${values.version || say("guest-detected-unknown")}</bdi></strong>${values.os && html`, <strong><bdi>${values.os}</bdi></strong>`}</span>
          <span class="disclosure-action">${say("guest-change")}</span>
        </summary>
        <div class="disclosure-body field-pair">
          <${Field} name="version" label=${say("guest-version")} value=${values.version} onInput=${set} />
          <${Field} name="os" label=${say("guest-os")} value=${values.os} onInput=${set} />
        </div>
      </details>
      ${rules && !standby && html`<${Rules} rules=${rules} form=${form} problem=${problems.consent} />`}
      <div class="actions">
        ${standby
          ? html`<button class="button button-large" type="button" onClick=${form.stop}>${say("guest-standby-stop")}</button>`
          : html`<button class="button button-primary button-large" type="submit" aria-disabled=${sending ? "true" : undefined}>
              ${say(status === "open" ? "guest-join" : "guest-join-later")}</button>`}
        <p class="small">${say(standby || status !== "open" ? "guest-join-later-hint" : "guest-join-hint")}</p>
      </div>
    </form>`;
}

function Rules({ rules, form, problem }) {
  const { say, settings } = usePage();
  return html`
    <div class="rules">
      <h2 class="eyebrow">${say("guest-rules-title")}</h2>
      <p class="rules-text" dir="auto" tabindex="0">${rules.text}</p>
      <label class="check"><input type="checkbox" name="consent" value=${rules.version} checked=${form.agreed} required=${settings.consent_required}
        onChange=${(event) => form.setAgreed(event.target.checked)} /><span>${say("guest-rules-agree")}</span></label>
      ${problem && html`<p class="field-problem">${problem}</p>`}
    </div>`;
}

function Field({ name, label, hint, problem, optional, control = "input", onInput, children, ...rest }) {
  const { say } = usePage();
  const id = useId();
  const described = [hint && `${id}-hint`, problem && `${id}-problem`].filter(Boolean).join(" ") || undefined;
  const field = html`
    <${control} class="field-control" id=${id} name=${name} aria-describedby=${described} aria-invalid=${problem ? "true" : undefined}
      onInput=${(event) => onInput(name, event.target.value)} ...${rest}>${children}<//>`;
  return html`
    <div class="field">
      <label class="field-label" for=${id}>
        ${label}${optional && html`${" "}<span class="field-optional">${say("guest-optional")}</span>`}</label>
      ${hint && html`<span class="field-hint" id=${`${id}-hint`}>${hint}</span>`}
      ${control === "select" ? html`<span class="field-select">${field}<${Icon} name="down" /></span>` : field}
      ${problem && html`<p class="field-problem" id=${`${id}-problem`}>${problem}</p>`}
    </div>`;
}

function Notes({ withHours }) {
  const { say, settings } = usePage();
  return html`
    <ul class="note-list">
      <li><${Icon} name="person" /><span>${say("guest-note-person")}</span></li>
      <li><${Icon} name="lock" /><span>${settings.retention_text || say("guest-note-stored")} ${say("guest-note-password")}</span></li>
      ${withHours && settings.hours && html`<li><${Icon} name="clock" /><span>${settings.hours}</span></li>`}
    </ul>`;
}

function OtherWays() {
  const { say, settings } = usePage();
  const some = settings.follow_up_url || settings.search_url;
  return html`
    <div class="ask-main card stack">
      <h2 class="subtitle">${say(some ? "guest-ways-title" : "guest-no-ways-title")}</h2>
      ${some ? html`<${Ways} />` : html`<p class="lead">${say("guest-no-ways")}</p>`}
      ${settings.hours && html`<div class="hours"><h3 class="eyebrow">${say("guest-hours")}</h3><p class="small">${settings.hours}</p></div>`}
    </div>`;
}
