// The page of somebody who is not signed in any more.

import { html, usePage } from "./html.js";
import { Parakeet } from "./marks.js";

export function Out({ out }) {
  const { say } = usePage();
  return html`
    <main class="console-starting">
      <div class="empty">
        <${Parakeet} kind="mark empty-mark" />
        <h1>${say(out.reason === "signed_out" ? "agent-out-own" : "agent-out-title")}</h1>
        <p>${say("agent-out-text")}</p>
        <p><a class="button button-primary" href=${out.login_url ?? location.href}>${say("agent-sign-in")}</a></p>
      </div>
    </main>`;
}
