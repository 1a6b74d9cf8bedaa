// A question before something that cannot be undone. The browser's own <dialog> keeps the focus inside and gives it back.

import { html, useId, useLayoutEffect, usePage, useRef } from "./html.js";

export function Dialog({ title, kind = "", onClose, children }) {
  const dialog = useRef();
  const id = useId();
  // Before it is painted: a key pressed at once is the dialog's already. Nothing behind it can have the focus while it is open, and
  // one that is taken away open gives it back to nobody; so it is closed first.
  useLayoutEffect(() => {
    const its = dialog.current;
    its.showModal();
    return () => its.close();
  }, []);
  // What a browser says of a dialog that is gone already is said too late: another may be open.
  const closed = (event) => { if (event.target.isConnected) onClose(); };
  const outside = (event) => { if (event.target === dialog.current) onClose(); };
  return html`
    <dialog class=${`dialog ${kind}`} ref=${dialog} aria-labelledby=${id} onClose=${closed} onClick=${outside}>
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
