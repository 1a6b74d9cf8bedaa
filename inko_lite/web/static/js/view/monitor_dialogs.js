// What a monitor is asked before something that concerns other people, and the whole of today's audit.

import { Dialog } from "./dialog.js";
import { html, useEffect, useId, usePage, useState } from "./html.js";
import { AuditList } from "./monitor_order.js";

const REASON_CHARACTERS = 500;

export function MonitorDialog({ dialog, monitor, act, onClose }) {
  const { client, say } = usePage();
  const { room, agent, guest, ban, whom } = dialog;
  const done = (action, told) => {
    onClose();
    act.attempt(action, told);
  };
  const kinds = {
    kick: () => html`
      <${Ask} title=${say("agent-kick-title", { name: room.guest.name })} text=${say("agent-kick-text")} label=${say("agent-reason")} danger
        action=${say("agent-kick-action")} onClose=${onClose}
        onDone=${(reason) => done(() => monitor.kick(room.id, room.guest.id, reason), say("monitor-did-kick", { name: room.guest.name }))} />`,
    remove: () => html`
      <${Ask} title=${say("monitor-remove-title", { name: guest.name })} text=${say("monitor-remove-text")} danger
        action=${say("monitor-remove-action")} onClose=${onClose} onDone=${() => { onClose(); act.mend(guest, "remove"); }} />`,
    standDown: () => html`
      <${Ask} title=${say("monitor-stand-down-title", { name: agent.name })} text=${say("monitor-stand-down-text", { chats: agent.chats })}
        action=${say("monitor-stand-down", { chats: agent.chats })} onClose=${onClose} onDone=${() => { onClose(); act.standDown(agent); }} />`,
    unban: () => html`
      <${Ask} title=${say("monitor-lift-title", { name: whom })} text=${say("monitor-lift-text")} action=${say("monitor-lift")} onClose=${onClose}
        onDone=${() => done(() => monitor.unban(ban.ban), say("monitor-did-unban", { name: whom }))} />`,
    direct: () => html`
      <${Ask} title=${say("agent-direct-title", { name: agent.name })} label=${say("chat-your-message")} required action=${say("chat-send")} onClose=${onClose}
        onDone=${(body) => done(() => client.desk.direct(agent.id, body), say("monitor-did-direct", { name: agent.name }))} />`,
    audit: () => html`<${WholeAudit} monitor=${monitor} onClose=${onClose} />`,
  };
  return kinds[dialog.kind]?.() ?? null;
}

function Ask({ title, text, label, action, danger, required, onDone, onClose }) {
  const { say } = usePage();
  const [written, setWritten] = useState("");
  const id = useId();
  const ready = !required || written.trim() !== "";
  const submit = (event) => {
    event.preventDefault();
    if (ready) onDone(written.trim());
  };
  const onKeyDown = (event) => { if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) submit(event); };
  return html`
    <${Dialog} title=${title} onClose=${onClose}>
      ${text && html`<p>${text}</p>`}
      <form class="dialog-form" onSubmit=${submit} onKeyDown=${onKeyDown}>
        ${label && html`
          <div class="dialog-field"><label class="label" for=${id}>${label}</label>
            <textarea class="field" id=${id} rows="3" dir="auto" maxlength=${REASON_CHARACTERS} required=${required} autofocus
              onInput=${(event) => setWritten(event.target.value)} /></div>`}
        <div class="dialog-actions">
          <button class=${`button ${danger ? "button-stop" : "button-primary"}`} type="submit" aria-disabled=${ready ? undefined : "true"}
            autofocus=${!label}>${action}</button>
          <button class="button button-quiet" type="button" onClick=${onClose}>${say("chat-cancel")}</button>
        </div>
      </form>
    <//>`;
}

function WholeAudit({ monitor, onClose }) {
  const { say } = usePage();
  const [entries, setEntries] = useState([]);
  const [more, setMore] = useState(true);
  const [problem, setProblem] = useState("");
  const load = async () => {
    setProblem("");
    try {
      const page = await monitor.audit(entries.at(-1)?.id);
      setEntries((known) => [...known, ...page.entries]);
      setMore(page.more);
    } catch (error) {
      setProblem(error.detail || error.message);
    }
  };
  useEffect(() => { load(); }, []);
  return html`
    <${Dialog} title=${say("monitor-audit-today")} kind="dialog-wide" onClose=${onClose}>
      <div class="audit-all" tabindex="0" role="region" aria-label=${say("monitor-audit-today")}>
        ${entries.length > 0 ? html`<${AuditList} entries=${entries} />` : html`
          <p class="empty-line" role="status">${problem || say(more ? "monitor-loading" : "monitor-audit-none")}</p>`}
        ${problem && entries.length > 0 && html`<p role="alert">${problem}</p>`}
        ${more && entries.length > 0 && html`<p><button class="button button-small" type="button" onClick=${load}>${say("monitor-older")}</button></p>`}
      </div>
      <div class="dialog-actions"><button class="button push" type="button" autofocus onClick=${onClose}>${say("agent-close")}</button></div>
    <//>`;
}
