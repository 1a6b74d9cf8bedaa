// A guest calls a moderator into the chat; the helper is not told.

import { Dialog } from "./dialog.js";
import { html, useId, usePage, useState } from "./html.js";

const REASON_CHARACTERS = 1000;

export function CallModerator({ room }) {
  const { client, say } = usePage();
  const [asking, setAsking] = useState(false);
  const [reason, setReason] = useState("");
  const [problem, setProblem] = useState(null);
  const [called, setCalled] = useState(false);
  const id = useId();
  const submit = async (event) => {
    event.preventDefault();
    setProblem(null);
    try {
      await client.desk.report(room.id, reason.trim());
      setCalled(true);
      setAsking(false);
    } catch (error) {
      setProblem(error.detail || error.message);
    }
  };
  if (called) return html`<p class="small" role="status">${say("guest-called")}</p>`;
  return html`
    <button class="link" type="button" onClick=${() => setAsking(true)}>${say("guest-call")}</button>
    ${asking && html`
      <${Dialog} title=${say("guest-call-title")} onClose=${() => setAsking(false)}>
        <p>${say("guest-call-text")}</p>
        <form onSubmit=${submit}>
          <div class="field dialog-field">
            <label class="field-label" for=${id}>${say("guest-call-label")}</label>
            <textarea class="field-control" id=${id} name="reason" rows="3" dir="auto" required maxlength=${REASON_CHARACTERS} value=${reason}
              onInput=${(event) => setReason(event.target.value)} />
          </div>
          ${problem && html`<p class="field-problem" role="alert">${problem}</p>`}
          <div class="dialog-actions">
            <button class="button button-primary" type="submit">${say("guest-call")}</button>
            <button class="button button-quiet" type="button" onClick=${() => setAsking(false)}>${say("chat-cancel")}</button>
          </div>
        </form>
      <//>`}`;
}
