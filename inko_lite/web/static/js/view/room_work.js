// What an agent sets down about a conversation, and what else can be done with it: tags, notes, the list of actions.

import { isMonitor, may, notes } from "../chat/select.js";
import { html, useEffect, useId, usePage, useState } from "./html.js";
import { Icon } from "./marks.js";

const SUGGESTED = 4;
const TAG_CHARACTERS = 60;

export function Tags({ room, attempt }) {
  const { client, say } = usePage();
  const [known, setKnown] = useState([]);
  const [text, setText] = useState("");
  const id = useId();
  useEffect(() => { client.desk.knownTags().then(setKnown, () => {}); }, [room.id]);
  const add = (tag) => attempt(() => client.desk.tag(room.id, { add: [tag] }));
  const submit = (event) => {
    event.preventDefault();
    if (!text.trim()) return;
    add(text.trim());
    setText("");
  };
  const suggested = known.filter((tag) => !room.tags.includes(tag)).slice(0, SUGGESTED);
  return html`
    <section>
      <h2 class="section-title">${say("agent-tags")}</h2>
      ${room.tags.length > 0 && html`
        <ul class="chip-row">${room.tags.map((tag) => html`
          <li class="chip" key=${tag}><bdi>${tag}</bdi>
            <button type="button" aria-label=${say("agent-tag-remove", { tag })} onClick=${() => attempt(() => client.desk.tag(room.id, { remove: [tag] }))}>
              <${Icon} name="close" /></button></li>`)}</ul>`}
      ${suggested.length > 0 && html`
        <p class="section-title suggested-title">${say("agent-tags-suggested")}</p>
        <div class="chip-row">${suggested.map((tag) => html`
          <button class="chip chip-suggested" type="button" key=${tag} onClick=${() => add(tag)}><${Icon} name="plus" /><bdi>${tag}</bdi></button>`)}</div>`}
      <form class="add-line" onSubmit=${submit}>
        <label class="visually-hidden" for=${id}>${say("agent-tag-new")}</label>
        <input class="field" id=${id} name="tag" dir="auto" autocomplete="off" maxlength=${TAG_CHARACTERS} placeholder=${say("agent-tag-new")} value=${text}
          onInput=${(event) => setText(event.target.value)} />
        <button class="button button-small" type="submit">${say("agent-add")}</button>
      </form>
    </section>`;
}

export function Notes({ room, attempt }) {
  const { client, say, words } = usePage();
  const [text, setText] = useState("");
  const id = useId();
  const submit = async (event) => {
    event?.preventDefault();
    if (!text.trim()) return;
    // Kept until it is written down.
    if (await attempt(() => client.desk.note(room.id, text))) setText("");
  };
  const onKeyDown = (event) => { if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) submit(event); };
  return html`
    <section>
      <h2 class="section-title">${say("agent-notes")}${" "}<span class="count">${say("agent-notes-who")}</span></h2>
      ${notes(room).map((note) => html`
        <div class="side-note" key=${note.id}>
          ${note.redacted ? html`<p><em>${say("chat-redacted")}</em></p>`
            : html`<div class="written" dir="auto" dangerouslySetInnerHTML=${{ __html: note.html }} />`}
          <small><bdi>${note.from.name}</bdi> · ${words.time(note.at)}</small></div>`)}
      <form class="note-form" onSubmit=${submit}>
        <label class="visually-hidden" for=${id}>${say("agent-note-new")}</label>
        <textarea class="field" id=${id} name="note" rows="2" dir="auto" placeholder=${say("agent-note-new")} value=${text}
          onInput=${(event) => setText(event.target.value)} onKeyDown=${onKeyDown} />
        ${text.trim() && html`<button class="button button-small" type="submit">${say("agent-note-add")}</button>`}
      </form>
    </section>`;
}

export function Actions({ room, state, attempt, onDialog }) {
  const { client, say } = usePage();
  const monitor = isMonitor(state);
  const inside = room.members.some((member) => member.id === room.guest);
  const open = (kind) => () => onDialog({ kind });
  const actions = [
    may(room, "invite") && ["agent-invite", open("invite"), "I"],
    may(room, "topic") && ["agent-topic", open("topic")],
    !monitor && ["agent-report", open("report"), "M"],
    monitor && room.owner !== state.session.id && ["agent-take-over", () => attempt(() => client.desk.takeOver(room.id))],
    inside && may(room, "kick") && ["agent-kick", open("kick"), null, "button-danger"],
    inside && monitor && ["agent-ban", open("ban"), null, "button-danger"],
  ].filter(Boolean);
  return html`
    <section class="guest-actions" aria-label=${say("agent-actions")}>
      <div class="action-list">
        ${actions.map(([name, act, key, look = ""]) => html`
          <button class=${`button button-quiet ${look}`} type="button" key=${name} onClick=${act}>${say(name)}${key && html`<kbd>${key}</kbd>`}</button>`)}
      </div>
    </section>`;
}
