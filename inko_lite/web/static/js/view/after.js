// After a chat: why it ended, what was said, and how to go on.

import { AskAgain } from "./again.js";
import { html, usePage } from "./html.js";
import { Log } from "./log.js";
import { Icon } from "./marks.js";
import { FollowUp, Survey, Transcript } from "./survey.js";
import { Ways } from "./ways.js";

const REASONS = new Set(["agent_left", "guest_left", "left", "expired", "kicked"]);

export function After({ state, room }) {
  const { client, say, words, settings } = usePage();
  const { reason, by, at } = room.ended;
  const own = by?.id === state.session.id || reason === "guest_left";
  const time = at ? words.moment(at, Date.now()) : "";
  const text = reason === "kicked" ? say("guest-after-kicked")
    : own ? say("guest-after-own")
    : by && at ? say("guest-after-by", { name: by.name, time })
    : say(`guest-after-${REASONS.has(reason) ? reason.replace("_", "-") : "ended"}`);
  const helpers = [...new Set(room.events.filter((event) => event.from && event.from.id !== state.session.id).map((event) => event.from.name))];
  const talked = room.events.some((event) => event.kind === "message");
  return html`
    <main class="guest-body after">
      <div class="stack">
        <div class="stack-small">
          <h1 class="title" tabindex="-1" data-focus>${say("guest-after-title")}</h1>
          <p class="lead">${text}</p>
        </div>
        <${Survey} room=${room} />
        ${talked && html`<${Transcript} room=${room} />`}
        ${talked && html`
          <details class="card disclosure after-log">
            <summary><${Icon} name="chat" />${say("guest-after-read")}<${Icon} name="down" /></summary>
            <${Log} room=${room} state=${state} label=${say("guest-after-read")} />
          </details>`}
        <${FollowUp} room=${room} otherwise=${settings.follow_up_url && html`
          <div class="card stack-small">
            <h2 class="subtitle">${say("guest-after-unsolved")}</h2>
            <${Ways} question=${room.question ?? ""} />
          </div>`} />
      </div>
      <aside class="after-side stack" aria-label=${say("guest-notes")}>
        ${helpers.length > 0 && html`
          <div class="stack-small">
            <h2 class="eyebrow">${say("guest-after-helpers")}</h2>
            <p class="small"><bdi>${helpers.join(", ")}</bdi></p>
          </div>`}
        <div class="stack-small">
          <h2 class="eyebrow">${say("guest-after-else")}</h2>
          <p class="small">${say("guest-after-else-text")}</p>
        </div>
        <${AskAgain} asked=${{ question: room.question }} onAgain=${() => client.visit.askAgain()} />
      </aside>
    </main>`;
}
