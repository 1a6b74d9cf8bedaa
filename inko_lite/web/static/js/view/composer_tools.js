// Over a message that is written: the marks of the wiki, and a look at what will be read. Both pages draw them.

import { mark } from "../chat/wiki.js";
import { html, usePage, useRef, useState } from "./html.js";
import { Icon } from "./marks.js";

const MARKS = [["bold", "bold"], ["list", "list"], ["link", "link"], ["key", "key"], ["code", "codeblock"]];

// One stop for Tab; the arrows go from button to button.
export function ComposerTools({ composer }) {
  const { say } = usePage();
  const bar = useRef();
  const [at, setAt] = useState(0);
  const move = (event) => {
    const rightToLeft = getComputedStyle(bar.current).direction === "rtl";
    const step = { ArrowRight: rightToLeft ? -1 : 1, ArrowLeft: rightToLeft ? 1 : -1 }[event.key];
    if (!step) return;
    event.preventDefault();
    const buttons = [...bar.current.children];
    const next = (at + step + buttons.length) % buttons.length;
    setAt(next);
    buttons[next].focus();
  };
  const shown = composer.preview !== null;
  return html`
    <div class="composer-tools" role="toolbar" aria-label=${say("chat-format")} ref=${bar} onKeyDown=${move}>
      ${MARKS.map(([name, icon], index) => html`
        <button key=${name} class="tool" type="button" title=${say(`chat-mark-${name}`)} aria-label=${say(`chat-mark-${name}`)} aria-disabled=${shown}
          tabindex=${at === index ? 0 : -1} onFocus=${() => setAt(index)} onClick=${() => { if (!shown) put(composer, name); }}>
          <${Icon} name=${icon} /></button>`)}
      <button class="tool tool-text tool-end" type="button" aria-pressed=${shown} tabindex=${at === MARKS.length ? 0 : -1}
        onFocus=${() => setAt(MARKS.length)} onClick=${composer.togglePreview}>${say("chat-preview")}</button>
    </div>`;
}

// In place of the text, while it is looked at.
export function Preview({ composer }) {
  const { say } = usePage();
  const { preview, text } = composer;
  if (preview === null) return null;
  return html`
    <div class="composer-preview" role="region" aria-label=${say("chat-preview")} aria-live="polite" tabindex="0" dir="auto">
      ${preview.problem ? html`<p class="field-problem">${preview.problem}</p>`
        : !text.trim() ? html`<p class="small">${say("chat-preview-empty")}</p>`
        : preview.html === undefined ? html`<p class="small">${say("chat-preview-waiting")}</p>`
        : html`<div class="written" dangerouslySetInnerHTML=${{ __html: preview.html }} />`}
    </div>`;
}

// The browser's own way of typing, so that Ctrl+Z takes it back; where it has none, the text is set.
export function put(composer, kind) {
  const field = composer.field.current;
  const { start, end, insert, select } = mark(kind, field.value, field.selectionStart, field.selectionEnd);
  field.focus();
  field.setSelectionRange(start, end);
  const done = insert === "" ? document.execCommand("delete") : document.execCommand("insertText", false, insert);
  if (!done) {
    field.setRangeText(insert, start, end);
    composer.write(field.value);
  }
  field.setSelectionRange(...select);
}
