// The keyboard on long pages: a digit leads to a part of the page. Only outside text fields, and it can be switched off
// together with the console's letters (WCAG 2.1.4).

import { Dialog } from "./dialog.js";
import { html, useEffect, usePage, useRef, useState } from "./html.js";

const PLACES = ["now", "limits", "agents", "rooms", "today", "queue", "waiting", "audit"];

// `onHelp` is called for the list of the keys.
export function useSections(on, onHelp) {
  const { drafts } = usePage();
  const [letters, setLetters] = useState(() => drafts.get("letters", true));
  // What is drawn is what the next key is for: an effect would only know it a moment later.
  const now = useRef();
  now.current = { on: on && letters, onHelp };
  useEffect(() => {
    const onKeyDown = (event) => {
      const writing = event.target.closest?.("input:not([type=radio]), textarea, select, [contenteditable]");
      if (event.altKey || event.ctrlKey || event.metaKey || writing || !now.current.on) return;
      if (event.key === "?") {
        event.preventDefault();
        now.current.onHelp();
      }
      const place = PLACES[Number(event.key) - 1];
      const heading = place && document.getElementById(`${place}-t`);
      if (!heading) return;
      event.preventDefault();
      heading.focus();
      heading.scrollIntoView({ block: "start" });
    };
    document.addEventListener("keydown", onKeyDown);
    return () => document.removeEventListener("keydown", onKeyDown);
  }, []);
  const set = (value) => {
    setLetters(value);
    drafts.set("letters", value);
  };
  return { letters, set };
}

export function Sections({ sections, onClose }) {
  const { say, words } = usePage();
  return html`
    <${Dialog} title=${say("agent-shortcuts")} onClose=${onClose}>
      <dl class="key-list">${PLACES.map((place, index) => html`
        <div key=${place}><dt>${say(`monitor-place-${place}`)}</dt><dd><kbd>${words.number(index + 1)}</kbd></dd></div>`)}
        <div><dt>${say("agent-key-list")}</dt><dd><kbd>?</kbd></dd></div>
      </dl>
      <div class="dialog-actions">
        <label class="check"><input type="checkbox" checked=${sections.letters} onChange=${(event) => sections.set(event.target.checked)} />
          ${say("agent-letters")}</label>
        <button class="button push" type="button" autofocus onClick=${onClose}>${say("agent-close")}</button>
      </div>
    <//>`;
}
