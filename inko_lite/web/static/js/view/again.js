// Beginning anew: with an empty form, or with the question that was asked before.

import { html, usePage } from "./html.js";

export const ASK_DRAFT = "draft:ask";

// Puts a question back into the form that is shown next.
export function keepQuestion(drafts, { question, name }) {
  drafts.set(ASK_DRAFT, { ...drafts.get(ASK_DRAFT, {}), question, ...(name ? { name } : {}) });
}

export function AskAgain({ asked, onAgain, primary = false }) {
  const { drafts, say } = usePage();
  const again = (keep) => {
    if (keep) keepQuestion(drafts, asked);
    onAgain();
  };
  return html`
    <div class="actions">
      ${asked?.question && html`
        <button class=${`button${primary ? " button-primary button-large" : ""}`} type="button" onClick=${() => again(true)}>${say("guest-again-question")}</button>`}
      <button class=${`button${primary && !asked?.question ? " button-primary button-large" : ""}`} type="button" onClick=${() => again(false)}>${say(primary ? "guest-start-again" : "guest-ask-again")}</button>
    </div>`;
}
