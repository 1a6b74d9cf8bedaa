// A question before something that cannot be undone. The browser's own <dialog> keeps the focus inside and gives it back.

import { html, useId, useLayoutEffect, usePage, useRef } from "./html.js";

export function Dialog({ title, kind = "", onClose, children }) {
  const dialog = useRef();
  const id = useId();
  // Before it is painted: a key pressed at once is the dialog's already.
  useLayoutEffect(() => {
    const back = document.activeElement;
    dialog.current.showModal();
    return () => { if (back?.isConnected) back.focus(); };
  }, []);
  const outside = (event) => { if (event.target === dialog.current) onClose(); };
  return html`
    <dialog class=${`dialog ${kind}`} ref=${dialog} aria-labelledby=${id} onClose=${onClose} onClick=${outside}>
      <h2 id=${id}>${title}</h2>
      ${children}
    </dialog>`;
}

export function Confirm({ title, text, action, onConfirm, onClose }) {
  const { say } = usePage();
  const submit = (event) => {
    event.preventDefault();
    onClose();
    onConfirm();
  };
  return html`
    <${Dialog} title=${title} onClose=${onClose}>
      <p>${text}</p>
      <form class="dialog-actions" onSubmit=${submit}>
        <button class="button button-primary" type="submit" autofocus>${action}</button>
        <button class="button button-quiet" type="button" onClick=${onClose}>${say("chat-cancel")}</button>
      </form>
    <//>`;
}
