// What is the matter with this page's connection, when something is.

import { useReconnecting } from "./clock.js";
import { html, usePage } from "./html.js";
import { Icon } from "./marks.js";

// The region is always there, so that a screen reader hears what comes into it.
export function ConnectionBanner({ state }) {
  const { client, say } = usePage();
  const reconnecting = useReconnecting(state.connection) && !state.out;
  return html`
    <div role="status">
      ${reconnecting && html`
        <div class="banner">
          <${Icon} name="again" spin />
          <p><strong>${say("chat-reconnecting")}</strong> ${" "}${say(state.ready ? "chat-reconnecting-more" : "chat-reconnecting-start")}</p>
          <button class="button button-small" type="button" onClick=${() => client.hurry(true)}>${say("chat-try-now")}</button>
        </div>`}
    </div>`;
}
