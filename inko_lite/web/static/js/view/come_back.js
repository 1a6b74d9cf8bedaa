// The code with which a guest comes back from another browser: where it is shown, and where it is typed.

import { html, useId, usePage, useState } from "./html.js";

const COPIED_MS = 4000;

export function ResumeCode({ code, kind = "" }) {
  const { say, words } = usePage();
  const [copied, setCopied] = useState(false);
  if (!code) return null;
  const [before, after] = words.around("guest-code", "code");
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(code);
    } catch {
      return;
    }
    setCopied(true);
    setTimeout(() => setCopied(false), COPIED_MS);
  };
  return html`
    <div class=${`resume ${kind}`}>
      <p><span class="resume-lead">${say("guest-code-lead")}</span> ${" "}${before}<span class="code" dir="ltr">${code}</span>${after}</p>
      <button class="button button-quiet" type="button" onClick=${copy}>
        <span role="status">${say(copied ? "guest-code-copied" : "guest-code-copy")}</span></button>
    </div>`;
}

export function ComeBack() {
  const { client, say, settings, typed } = usePage();
  const [code, setCode] = useState(() => typed?.code ?? "");
  const [problem, setProblem] = useState(null);
  const [busy, setBusy] = useState(false);
  const id = useId();
  const submit = async (event) => {
    event.preventDefault();
    if (busy || !code.trim()) return;
    setBusy(true);
    setProblem(null);
    try {
      await client.visit.resume(code);
    } catch (error) {
      setProblem(error.code === "request.invalid" ? say("guest-code-wrong") : error.detail || error.message);
      setBusy(false);
    }
  };
  return html`
    <details class="disclosure resume-entry">
      <summary><span class="small">${say("guest-back-lead")}</span><span class="disclosure-action small">${say("guest-back-open")}</span></summary>
      <form class="disclosure-body" action=${settings.ask_url} method="post" onSubmit=${submit}>
        <div class="code-entry">
          <div class="field">
            <label class="field-label" for=${id}>${say("guest-back-code")}</label>
            <input class="field-control" id=${id} name="code" dir="ltr" autocomplete="off" autocapitalize="characters" spellcheck=${false} maxlength="20"
              aria-invalid=${problem ? "true" : undefined} aria-describedby=${problem ? `${id}-problem` : undefined} value=${code}
              onInput=${(event) => setCode(event.target.value)} />
          </div>
          <button class="button" type="submit" aria-disabled=${busy ? "true" : undefined}>${say("guest-back-go")}</button>
        </div>
        ${problem && html`<p class="field-problem" id=${`${id}-problem`} role="alert">${problem}</p>`}
      </form>
    </details>`;
}
