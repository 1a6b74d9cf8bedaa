// A guest in the queue: the number first, then the time, then what may help meanwhile.

import { ResumeCode } from "./come_back.js";
import { BellSettings, useBell } from "./attention.js";
import { html, usePage, useState } from "./html.js";
import { Icon } from "./marks.js";
import { Ways } from "./ways.js";

// More places than this are a line too fine to be read.
const DRAWN_PLACES = 20;

export function Wait({ state }) {
  const { client, say, settings } = usePage();
  const { place, queue } = state;
  const [problem, setProblem] = useState(null);
  const next = place.position === 1;
  const leave = async (reason) => {
    try {
      await client.visit.leaveQueue(reason);
    } catch (error) {
      setProblem(error);
    }
  };
  return html`
    <main class=${`guest-body wait${next ? " wait-next" : ""}`}>
      <div class="card wait-place">
        <div class="stack" role="status">
          ${next ? html`<${Next} />` : html`<${Place} place=${place} waiting=${queue.waiting} />`}
        </div>
        <${TellMe} />
        ${place.question && html`
          <div class="your-question">
            <h2 class="eyebrow">${say("chat-your-question")}</h2>
            <blockquote dir="auto">${place.question}</blockquote>
          </div>`}
        <${ResumeCode} code=${state.resume_code} />
      </div>
      <div class="wait-help stack-small">
        ${settings.search_url && !next ? html`
          <h2 class="subtitle">${say("guest-meanwhile")}</h2>
          <p class="small">${say("guest-meanwhile-hint")}</p>
          <${Ways} question=${place.question ?? ""} />
          <div class="actions">
            <button class="button" type="button" onClick=${() => leave("solved")}>
              <${Icon} name="check" />${say("guest-solved")}</button>
          </div>` : html`<${Ready} />`}
      </div>
      <div class="wait-leave">
        ${problem && html`<p class="field-problem" role="alert">${problem.detail || problem.message}</p>`}
        <button class="button button-quiet" type="button" onClick=${() => leave(null)}>${say("guest-leave")}</button>
      </div>
    </main>`;
}

// One press, and the page calls; what else it can do stands behind the press beside it.
function TellMe() {
  const { say } = usePage();
  const bell = useBell();
  const { sound } = bell.options;
  const toggle = () => {
    bell.set({ sound: !sound });
    if (!sound) bell.play("joined");
  };
  return html`
    <div class="tell-me">
      <button class="button" type="button" aria-pressed=${sound} onClick=${toggle}>
        <${Icon} name="bell" />${say(sound ? "guest-sound-on" : "guest-sound")}</button>
      <details class="disclosure">
        <summary><span class="disclosure-action small">${say("guest-sound-more")}</span></summary>
        <${BellSettings} />
      </details>
    </div>`;
}

function Place({ place, waiting }) {
  const { say, words } = usePage();
  const of = waiting >= place.position ? waiting : place.position;
  const [before, after] = words.around("guest-number", "place", { of });
  return html`
    <h1 class="visually-hidden" tabindex="-1" data-focus>${say("guest-waiting-title")}</h1>
    <p class="wait-number">
      <span>${before}</span><strong class="number">${words.number(place.position)}</strong><span>${after}</span>
    </p>
    ${of <= DRAWN_PLACES && html`
      <div class="line" aria-hidden="true">
        ${Array.from({ length: of }, (_, index) => html`
          <span key=${index} class=${`line-place${index + 1 < place.position ? " line-place-ahead" : index + 1 === place.position ? " line-place-you" : ""}`} />`)}
      </div>`}
    <p class="wait-time"><strong class="number">${words.wait(place.wait_seconds)}</strong></p>
    <p class="lead">${say("guest-waiting-lead")}</p>`;
}

function Next() {
  const { say } = usePage();
  return html`
    <h1 class="title" tabindex="-1" data-focus>${say("guest-next-title")}</h1>
    <p class="wait-time">${say("guest-next-text")}</p>
    <p class="lead">${say("guest-next-lead")}</p>`;
}

function Ready() {
  const { say } = usePage();
  return html`
    <h2 class="subtitle">${say("guest-ready-title")}</h2>
    <ul class="ready-list">
      ${["error", "change", "device"].map((name) => html`
        <li key=${name}><${Icon} name="check" /><span>${say(`guest-ready-${name}`)}</span></li>`)}
    </ul>
    <p class="small">${say("guest-ready-nothing")}</p>`;
}
