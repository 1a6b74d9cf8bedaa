// What the console's dialogs are made of: a form, its fields, a list to choose from, and the wait for an answer.

import { Dialog } from "./dialog.js";
import { html, useEffect, useId, usePage, useReducer, useState } from "./html.js";
import { Avatar, Icon } from "./marks.js";

export function Form({ title, text, action, danger, ready = true, kind, onSubmit, onClose, children }) {
  const { say } = usePage();
  const submit = (event) => {
    event.preventDefault();
    if (ready) onSubmit();
  };
  const onKeyDown = (event) => { if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) submit(event); };
  return html`
    <${Dialog} title=${title} kind=${kind} onClose=${onClose}>
      ${text && html`<p>${text}</p>`}
      <form class="dialog-form" onSubmit=${submit} onKeyDown=${onKeyDown}>
        ${children}
        <div class="dialog-actions">
          <button class=${`button ${danger ? "button-stop" : "button-primary"}`} type="submit" aria-disabled=${ready ? undefined : "true"}>${action}</button>
          <button class="button button-quiet" type="button" onClick=${onClose}>${say("chat-cancel")}</button>
          <kbd class="push">Ctrl ↵</kbd>
        </div>
      </form>
    <//>`;
}

export function Text({ label, onInput, ...rest }) {
  const id = useId();
  return html`
    <div class="dialog-field">
      <label class="label" for=${id}>${label}</label>
      <textarea class="field" id=${id} rows="3" dir="auto" onInput=${(event) => onInput(event.target.value)} ...${rest} />
    </div>`;
}

export function People({ legend, people, free, chosen, onChoose, children }) {
  const { say } = usePage();
  return html`
    <fieldset class="choice-list"><legend class="label">${legend}</legend>
      ${people.map((each) => html`
        <${Choice} key=${each.id} value=${each.id} chosen=${chosen} onChoose=${onChoose} name=${each.name} avatar=${each.name} disabled=${!free(each)}
          more=${each.status === "online" ? say("agent-load", { own: each.chats ?? 0, limit: each.chat_limit ?? 0 }) : say(`agent-status-${each.status}`)} />`)}
      ${children}
    </fieldset>`;
}

export function Choice({ value, chosen, onChoose, name, more, avatar, mark, disabled }) {
  return html`
    <label class="choice">
      <input type="radio" name="choice" checked=${value === chosen} disabled=${disabled} onChange=${() => onChoose(value)} />
      ${avatar && html`<${Avatar} name=${avatar} />`}${mark && html`<span class="avatar" aria-hidden="true">${mark}</span>`}
      <span><bdi>${name}</bdi>${more && html`<small>${more}</small>`}</span>
    </label>`;
}

// One line of text in a form.
export function Line({ label, onInput, hint, ...rest }) {
  const id = useId();
  return html`
    <div class="dialog-field">
      <label class="label" for=${id}>${label}</label>
      <input class="field" id=${id} dir="auto" autocomplete="off" aria-describedby=${hint ? `${id}-hint` : undefined}
        onInput=${(event) => onInput(event.target.value)} ...${rest} />
      ${hint && html`<p class="field-hint" id=${`${id}-hint`}>${hint}</p>`}
    </div>`;
}

// What a dialog shows while it waits for what it asked for, and when that did not come.
export function Asked({ asked, children }) {
  const { say } = usePage();
  if (asked.problem) {
    return html`
      <div class="banner banner-danger" role="alert"><${Icon} name="warn" /><p>${asked.problem}</p>
        <button class="button button-small" type="button" onClick=${asked.again}>${say("agent-again")}</button></div>`;
  }
  if (asked.value === null) return html`<p class="dialog-waits" role="status"><${Icon} name="again" spin />${say("agent-asking")}</p>`;
  return children(asked.value);
}

// Asks once when it is first shown, and again every `seconds` if they are given: {value, problem, again, set}.
export function useAsked(ask, seconds = 0) {
  const [value, set] = useState(null);
  const [problem, setProblem] = useState(null);
  const [count, again] = useReducer((each) => each + 1, 0);
  useEffect(() => {
    let on = true;
    const load = () => ask().then(
      (found) => { if (on) { set(found); setProblem(null); } },
      (error) => { if (on) setProblem(error.detail || error.message); },
    );
    load();
    const timer = seconds ? setInterval(load, seconds * 1000) : null;
    return () => { on = false; clearInterval(timer); };
  }, [count]);
  return { value, problem, again, set };
}
