// The console's dialogs: whom to hand a chat to, whom to invite, what to write, how the queue is to be.

import { colleagues, isMonitor } from "../chat/select.js";
import { Choice, Form, Line, People, Text } from "./dialog_parts.js";
import { ForumDialog } from "./forum_dialog.js";
import { html, usePage, useState } from "./html.js";
import { RightsDialog } from "./rights_dialog.js";

const REASON_CHARACTERS = 500;
const NOTE_CHARACTERS = 2000;
const ROOM_CHARACTERS = 80;
const BAN_MINUTES = [60, 1440, 10080, 0];

// `dialog` is {kind, ...}: which one is open, and about what. What is confirmed is tried by `attempt`.
export function DeskDialog({ dialog, room, state, attempt, onOpen, onClose }) {
  const { client, say } = usePage();
  const { desk } = client;
  const act = (action) => {
    onClose();
    attempt(action);
  };
  const common = { onClose };
  // Whom it is about: the guest, where nobody else is named.
  const person = dialog.person ?? (room && { id: room.guest, name: room.name });
  const kinds = {
    transfer: () => html`
      <${Transfer} ...${common} room=${room} state=${state} onDone=${(agent, note) => act(() => desk.transfer(room.id, agent, note))} />`,
    invite: () => html`
      <${Invite} ...${common} room=${room} state=${state} onDone=${(session, note) => act(() => desk.invite(room.id, session, note))} />`,
    topic: () => html`
      <${Write} ...${common} title=${say("agent-topic-title")} label=${say("agent-topic-label")} action=${say("agent-save")} value=${room.topic}
        most=${REASON_CHARACTERS} onDone=${(topic) => act(() => desk.setTopic(room.id, topic))} />`,
    report: () => html`
      <${Write} ...${common} title=${say("agent-report-title")} text=${say("agent-report-text")} label=${say("agent-report-label")} required
        action=${say("agent-report")} most=${REASON_CHARACTERS} onDone=${(reason) => act(() => desk.report(room.id, reason))} />`,
    kick: () => html`
      <${Write} ...${common} title=${say("agent-kick-title", { name: person?.name })} text=${room?.kind === "support" && person?.id === room.guest ? say("agent-kick-text") : undefined} label=${say("agent-reason")}
        action=${say("agent-kick-action")} danger most=${REASON_CHARACTERS} onDone=${(reason) => act(() => desk.kick(room.id, person.id, reason))} />`,
    ban: () => html`<${Ban} ...${common} person=${person} onDone=${(minutes, reason) => act(() => desk.ban(person.id, minutes, reason))} />`,
    redact: () => html`
      <${Write} ...${common} title=${say("agent-redact-title")} text=${say("agent-redact-text")} label=${say("agent-reason")} required
        action=${say("agent-redact")} danger most=${REASON_CHARACTERS} onDone=${(reason) => act(() => desk.redact(room.id, dialog.event, reason))} />`,
    direct: () => html`
      <${Write} ...${common} title=${say("agent-direct-title", { name: dialog.person.name })} label=${say("chat-your-message")} required
        action=${say("chat-send")} onDone=${(body) => act(async () => onOpen(await desk.direct(dialog.person.id, body)))} />`,
    create: () => html`<${Create} ...${common} onDone=${(...given) => act(async () => onOpen(await desk.create(...given)))} />`,
    forum: () => html`<${ForumDialog} ...${common} room=${room} act=${act} />`,
    rights: () => html`<${RightsDialog} ...${common} room=${room} act=${act} />`,
    queue: () => html`<${QueueMode} ...${common} state=${state} onDone=${(mode, message) => act(() => desk.setQueue(mode, message))} />`,
  };
  return kinds[dialog.kind]();
}

function Write({ title, text, label, action, value = "", required, danger, most, onDone, onClose }) {
  const [written, setWritten] = useState(value);
  return html`
    <${Form} title=${title} text=${text} action=${action} danger=${danger} onClose=${onClose}
      onSubmit=${() => onDone(written.trim())} ready=${!required || written.trim() !== ""}>
      <${Text} label=${label} value=${written} onInput=${setWritten} maxlength=${most} required=${required} autofocus />
    <//>`;
}

function Transfer({ room, state, onDone, onClose }) {
  const { say } = usePage();
  const others = colleagues(state).filter((each) => each.kind === "agent");
  const free = (each) => each.status === "online" && (each.chats ?? 0) < (each.chat_limit ?? Infinity);
  const sorted = [...others].sort((a, b) => Number(free(b)) - Number(free(a)));
  const [to, setTo] = useState(sorted.find(free)?.id ?? "");
  const [note, setNote] = useState("");
  const name = others.find((each) => each.id === to)?.name;
  return html`
    <${Form} title=${say("agent-transfer-title", { name: room.name })} text=${say("agent-transfer-text")} onClose=${onClose}
      action=${name ? say("agent-transfer-offer", { name }) : say("agent-transfer-back")} onSubmit=${() => onDone(to, note.trim())}>
      <${People} legend=${say("agent-transfer-to")} people=${sorted} free=${free} chosen=${to} onChoose=${setTo}>
        <${Choice} value="" chosen=${to} onChoose=${setTo} mark="1" name=${say("agent-transfer-queue")} more=${say("agent-transfer-queue-more")} />
      <//>
      <${Text} label=${say("agent-transfer-note")} value=${note} onInput=${setNote} maxlength=${NOTE_CHARACTERS} />
    <//>`;
}

function Invite({ room, state, onDone, onClose }) {
  const { say } = usePage();
  const inside = new Set(room.members.map((member) => member.id));
  const people = colleagues(state).filter((each) => !inside.has(each.id));
  const [to, setTo] = useState((people.find((each) => each.status === "online") ?? people[0])?.id ?? "");
  const [note, setNote] = useState("");
  return html`
    <${Form} title=${say("agent-invite-title")} text=${say(people.length ? "agent-invite-text" : "agent-no-colleagues")} onClose=${onClose}
      action=${say("agent-invite")} ready=${to !== ""} onSubmit=${() => onDone(to, note.trim())}>
      ${people.length > 0 && html`
        <${People} legend=${say("agent-invite-whom")} people=${people} free=${() => true} chosen=${to} onChoose=${setTo} />
        <${Text} label=${say("agent-transfer-note")} value=${note} onInput=${setNote} maxlength=${NOTE_CHARACTERS} />`}
    <//>`;
}

function Create({ onDone, onClose }) {
  const { say } = usePage();
  const [name, setName] = useState("");
  const [topic, setTopic] = useState("");
  const [isPrivate, setPrivate] = useState(false);
  return html`
    <${Form} title=${say("agent-create-title")} text=${say("agent-create-text")} action=${say("agent-create-action")} ready=${name.trim() !== ""}
      onClose=${onClose} onSubmit=${() => onDone(name.trim(), topic.trim(), isPrivate)}>
      <${Line} label=${say("agent-create-name")} value=${name} onInput=${setName} maxlength=${ROOM_CHARACTERS} required autofocus />
      <${Line} label=${say("agent-topic-label")} value=${topic} onInput=${setTopic} maxlength=${REASON_CHARACTERS} />
      <label class="check"><input type="checkbox" checked=${isPrivate} onChange=${(event) => setPrivate(event.target.checked)} />
        ${say("agent-create-private")}</label>
    <//>`;
}

function Ban({ person, onDone, onClose }) {
  const { say } = usePage();
  const [minutes, setMinutes] = useState(BAN_MINUTES[1]);
  const [reason, setReason] = useState("");
  const names = { 60: "agent-ban-hour", 1440: "agent-ban-day", 10080: "agent-ban-week", 0: "agent-ban-ever" };
  return html`
    <${Form} title=${say("agent-ban-title", { name: person.name })} text=${say("agent-ban-text")} action=${say("agent-ban-action")} danger
      onClose=${onClose} onSubmit=${() => onDone(minutes, reason.trim())}>
      <fieldset class="choice-list"><legend class="label">${say("agent-ban-length")}</legend>
        ${BAN_MINUTES.map((each) => html`
          <${Choice} key=${each} value=${each} chosen=${minutes} onChoose=${setMinutes} name=${say(names[each])} />`)}
      </fieldset>
      <${Text} label=${say("agent-reason")} value=${reason} onInput=${setReason} maxlength=${REASON_CHARACTERS} />
    <//>`;
}

const MODES = ["auto", "open", "draining", "closed"];

function QueueMode({ state, onDone, onClose }) {
  const { say } = usePage();
  const [mode, setMode] = useState(state.queue.mode ?? "auto");
  const [message, setMessage] = useState("");
  if (!isMonitor(state)) return null;
  return html`
    <${Form} title=${say("agent-mode-title")} text=${state.queue.reason} action=${say("agent-save")} onClose=${onClose}
      onSubmit=${() => onDone(mode, message.trim())}>
      <fieldset class="choice-list"><legend class="label">${say("agent-mode-legend")}</legend>
        ${MODES.map((each) => html`
          <${Choice} key=${each} value=${each} chosen=${mode} onChoose=${setMode} name=${say(`agent-mode-${each}`)}
            more=${say(`agent-mode-more-${each}`)} />`)}
      </fieldset>
      ${["draining", "closed"].includes(mode) && html`
        <${Text} label=${say("agent-mode-message")} value=${message} onInput=${setMessage} maxlength=${REASON_CHARACTERS} />`}
    <//>`;
}
