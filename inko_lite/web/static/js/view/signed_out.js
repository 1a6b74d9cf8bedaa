// The page of somebody who is not signed in any more: what happened, and what to do.

import { html, usePage } from "./html.js";
import { Parakeet } from "./marks.js";

export function Out({ out, kind = "console-starting" }) {
  const { say } = usePage();
  const { reason = "" } = out;
  return html`
    <main class=${kind}>
      <div class="empty">
        <${Parakeet} kind="mark empty-mark" />
        <h1>${say("agent-out-title", { reason })}</h1>
        <p>${say("agent-out-text", { reason })}</p>
        <p><a class="button button-primary" href=${out.login_url ?? location.href}>${say("agent-sign-in")}</a></p>
      </div>
    </main>`;
}
