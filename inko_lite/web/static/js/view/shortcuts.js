// The keyboard: Alt with a key works everywhere, a single letter only outside text fields, and can be switched off (WCAG 2.1.4).

import { Dialog } from "./dialog.js";
import { html, useEffect, usePage, useRef, useState } from "./html.js";

const ALT = { Enter: "take", ArrowUp: "previous", ArrowDown: "next", Home: "longest" };
const LETTERS = {
  r: "answer", n: "note", g: "take", d: "decline", e: "end", t: "transfer", i: "invite", m: "report", f: "forum", "#": "tags", "?": "shortcuts",
};

export function useShortcuts(actions, on) {
  const { kept } = usePage();
  const [letters, setLetters] = useState(() => kept.get("letters", true));
  // What is drawn is what the next key is for: an effect would only know it a moment later.
  const now = useRef();
  now.current = { actions, on, letters };
  useEffect(() => {
    const onKeyDown = (event) => {
      if (!now.current.on) return;
      const { altKey, ctrlKey, metaKey, target } = event;
      const writing = target.closest?.("input, textarea, select, [contenteditable]");
      const name = altKey && !ctrlKey && !metaKey ? ALT[event.key]
        : !altKey && !ctrlKey && !metaKey && !writing && now.current.letters ? LETTERS[event.key.toLowerCase()] : undefined;
      if (!name) return;
      event.preventDefault();
      now.current.actions[name]();
    };
    document.addEventListener("keydown", onKeyDown);
    return () => document.removeEventListener("keydown", onKeyDown);
  }, []);
  const set = (value) => {
    setLetters(value);
    kept.set("letters", value);
  };
  return { on: letters, set };
}

const GROUPS = [
  ["agent-keys-everywhere", [
    ["agent-key-take", ["Alt", "↵"]], ["agent-key-step", ["Alt", "↑", "↓"]], ["agent-key-longest", ["Alt", "Home"]], ["agent-key-escape", ["Esc"]],
  ]],
  ["agent-keys-answer", [
    ["agent-key-send", ["↵"]], ["agent-key-line", ["Shift", "↵"]], ["agent-key-reply", ["/"]], ["agent-key-bold", ["Ctrl", "B"]], ["agent-key-link", ["Ctrl", "K"]],
    ["agent-key-preview", ["Ctrl", "Shift", "P"]],
  ]],
  ["agent-keys-outside", [
    ["agent-key-answer", ["R"]], ["agent-key-note", ["N"]], ["agent-key-take", ["G"]], ["agent-key-decline", ["D"]], ["agent-tags", ["#"]], ["agent-transfer", ["T"]],
    ["agent-invite", ["I"]], ["agent-report", ["M"]], ["agent-forum", ["F"]], ["agent-key-end", ["E"]], ["agent-key-list", ["?"]],
  ]],
];

export function Shortcuts({ letters, onClose }) {
  const { say } = usePage();
  return html`
    <${Dialog} title=${say("agent-shortcuts")} kind="dialog-wide" onClose=${onClose}>
      <div class="shortcut-groups">
        ${GROUPS.map(([title, keys]) => html`
          <section key=${title} class=${letters.on || title !== "agent-keys-outside" ? "" : "keys-off"}>
            <h3 class="section-title">${say(title)}</h3>
            <dl>${keys.map(([name, each]) => html`<dt>${say(name)}</dt><dd>${each.map((key) => html`<kbd>${key}</kbd>${" "}`)}</dd>`)}</dl>
          </section>`)}
      </div>
      <div class="dialog-actions">
        <label class="check"><input type="checkbox" checked=${letters.on} onChange=${(event) => letters.set(event.target.checked)} />
          ${say("agent-letters")}</label>
        <button class="button push" type="button" autofocus onClick=${onClose}>${say("agent-close")}</button>
      </div>
    <//>`;
}
