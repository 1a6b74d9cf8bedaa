// Where an agent writes: an answer to the guest, or a note that only helpers read. The two have drafts of their own, and the
// note is blue from edge to edge, so that neither is taken for the other.

import { ByteCount, useComposer } from "./composer.js";
import { ComposerTools, Preview, put } from "./composer_tools.js";
import { html, useEffect, usePage, useRef, useState } from "./html.js";
import { Icon } from "./marks.js";
import { SavedReplies, useSavedReplies } from "./saved_replies.js";

// Both composers of a room; `attempt` tells why a note was refused.
export function useAgentComposers(room, limit, attempt) {
  const { client } = usePage();
  const answer = useComposer(room.id, limit);
  const note = useComposer(room.id, limit, {
    key: `note:${room.id}`, tells: false, send: (text) => attempt(() => client.desk.note(room.id, text)),
  });
  return { answer, note };
}

export function AgentComposer({ composers, room, mode, onMode, speaks, withNote }) {
  const { say } = usePage();
  const noting = withNote && (mode === "note" || !speaks);
  const composer = noting ? composers.note : composers.answer;
  const saved = useSavedReplies(room, composers.answer, noting);
  const [tools, setTools] = useState(false);
  const { name } = room;
  // The focus goes where one has just chosen to write, not where the page opens.
  const before = useRef(noting);
  useEffect(() => {
    if (before.current !== noting) composer.field.current?.focus();
    before.current = noting;
  }, [noting]);
  const onKeyDown = (event) => {
    if ((!noting && saved.onKey(event)) || marked(event, composer)) return;
    composer.bind.onKeyDown(event);
  };
  const choose = (value, label, icon) => html`
    <button type="button" aria-pressed=${noting === (value === "note")} disabled=${value === "answer" && !speaks} onClick=${() => onMode(value)}>
      ${icon && html`<${Icon} name=${icon} />`}${say(label)}</button>`;
  return html`
    <form class="composer" onSubmit=${composer.submit} aria-label=${say("chat-write")}>
      <div class=${`composer-box${noting ? " composer-note" : ""}`}>
        ${!noting && html`<${SavedReplies} saved=${saved} name=${name} />`}
        <textarea key=${noting ? "note" : "answer"} rows="2" dir="auto" name=${noting ? "note" : "body"}
          aria-label=${say(noting ? "agent-note-label" : "agent-answer-label", { name })}
          placeholder=${say(noting ? "agent-note-placeholder" : room.kind === "support" ? "agent-answer-placeholder" : "chat-placeholder", { name })}
          aria-describedby=${composer.near ? "message-bytes" : undefined} aria-invalid=${composer.over ? "true" : undefined}
          ...${composer.bind} ...${noting ? {} : saved.bind} onKeyDown=${onKeyDown} />
        <${Preview} composer=${composer} />
        <div class="composer-bar" data-tools=${tools ? "open" : undefined}>
          ${withNote && html`
            <span class="segmented" role="group" aria-label=${say("agent-who-reads")}>
              ${choose("answer", "agent-write-answer")}${choose("note", "agent-write-note", "lock")}</span>`}
          <button class="button button-quiet format-toggle" type="button" aria-expanded=${tools ? "true" : "false"} aria-label=${say("chat-format")}
            onClick=${() => setTools(!tools)}><span aria-hidden="true">Aa</span></button>
          <${ComposerTools} key=${noting ? "note tools" : "answer tools"} composer=${composer} />
          <${ByteCount} composer=${composer} id="message-bytes" />
          <span class="composer-send">
            <span class="composer-hint">${noting ? say("agent-note-hint") : saved.found.length
              ? html`<kbd>↑ ↓</kbd> ${say("agent-hint-choose")} · <kbd>Tab</kbd> ${say("agent-hint-insert")}`
              : html`<kbd>↵</kbd> ${say("agent-hint-send")} · <kbd>Shift ↵</kbd> ${say("agent-hint-line")}`}</span>
            <button class="button button-primary" type="submit" aria-disabled=${composer.over}>${say(noting ? "agent-note-save" : "chat-send")}</button>
          </span>
        </div>
      </div>
    </form>`;
}

// Ctrl+B and Ctrl+Shift+P, as in other editors; Ctrl+K for a link.
function marked(event, composer) {
  if (!(event.ctrlKey || event.metaKey) || event.altKey) return false;
  const key = event.key.toLowerCase();
  if (key === "p" && event.shiftKey) composer.togglePreview();
  else if (key === "b" && !event.shiftKey) put(composer, "bold");
  else if (key === "k" && !event.shiftKey) put(composer, "link");
  else return false;
  event.preventDefault();
  return true;
}
