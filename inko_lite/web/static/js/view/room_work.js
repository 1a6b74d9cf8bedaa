// What agents set down about a conversation, and what else can be done with it: tags, notes, earlier chats, people, actions.

import { isMonitor, may, notes, people, suggestedTags } from "../chat/select.js";
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
  const suggested = suggestedTags(room, known, SUGGESTED);
  return html`
    <section class="tags" tabindex="-1">
      <h2 class="section-title">${say("agent-tags")}<kbd class="push">#</kbd></h2>
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
        <input class="field" id=${id} name="tag" list=${`${id}-known`} dir="auto" autocomplete="off" maxlength=${TAG_CHARACTERS} placeholder=${say("agent-tag-new")}
          value=${text} onInput=${(event) => setText(event.target.value)} />
        <datalist id=${`${id}-known`}>${known.map((tag) => html`<option key=${tag} value=${tag} />`)}</datalist>
        <button class="button button-small" type="submit">${say("agent-add")}</button>
      </form>
    </section>`;
}

// What was noted, in the order of time; a new one is written where the answer is written, in blue.
export function Notes({ room, onNote }) {
  const { say, words } = usePage();
  const all = notes(room);
  return html`
    <section>
      <div class="section-title section-head"><h2>${say("agent-notes")}${" "}<span class="count">${say("agent-notes-who")}</span></h2>
        ${onNote && html`
          <button class="button button-quiet button-small push" type="button" onClick=${onNote}>
            <${Icon} name="plus" />${say("agent-add")}<span class="visually-hidden"> ${say("agent-note-word")}</span>${" "}<kbd>N</kbd></button>`}</div>
      ${all.length === 0 && html`<p class="muted">${say("agent-notes-none")}</p>`}
      ${all.map((note) => html`
        <div class="side-note" key=${note.id}>
          ${note.redacted ? html`<p><em>${say("chat-redacted")}</em></p>`
            : html`<div class="written" dir="auto" dangerouslySetInnerHTML=${{ __html: note.html }} />`}
          <small><bdi>${note.from.name}</bdi> · ${words.time(note.at)}</small></div>`)}
    </section>`;
}

// What the same person asked before.
export function Earlier({ room }) {
  const { client, say, words, settings } = usePage();
  const [chats, setChats] = useState(null);
  useEffect(() => { client.desk.earlierChats(room.id).then(setChats, () => setChats([])); }, [room.id]);
  if (!chats?.length) return null;
  const outcome = ({ agent, solved, score }) => [
    agent?.name, solved === true ? say("agent-solved") : solved === false ? say("agent-unsolved") : null,
    score ? say("agent-score", { score }) : null,
  ].filter(Boolean).join(" · ");
  return html`
    <section>
      <h2 class="section-title">${say("agent-earlier")}${" "}<span class="count">${words.number(chats.length)}</span></h2>
      <ul class="earlier-chats">${chats.map((chat) => html`
        <li key=${chat.id}>
          ${chat.readable
            ? html`<a href=${`${settings.prefix}/history?room=${chat.id}`} target="_blank" rel="noopener" dir="auto">${chat.question}</a>`
            : html`<span dir="auto">${chat.question}</span>`}
          <time class="muted" dateTime=${chat.started_at}>${words.short(chat.started_at)}</time>
          <small>${outcome(chat)}</small></li>`)}</ul>
    </section>`;
}

// Who is in the room; in a group also the way to put somebody out.
export function People({ room, state, onDialog }) {
  const { say, words } = usePage();
  const all = people(room);
  const watchers = all.filter((person) => person.role === "watcher");
  const puts = (person) => room.kind === "group" && may(room, "kick") && person.id !== state.session.id;
  return html`
    <section>
      <div class="section-title section-head"><h2>${say("agent-people")}${" "}<span class="count">${words.number(all.length - watchers.length)}</span></h2>
        ${may(room, "rights") && html`
          <button class="why-link push" type="button" onClick=${() => onDialog({ kind: "rights" })}>${say("agent-rights")}</button>`}</div>
      <ul class="room-people">${all.map((person) => html`
        <li key=${person.id}><span class=${`status-dot status-${person.status ?? "online"}`} aria-hidden="true"></span><bdi>${person.name}</bdi>
          <span class="muted">${say(`agent-is-${person.id === room.owner ? "owner" : person.role}`)}</span>
          ${puts(person) && html`
            <button class="button button-quiet button-small button-danger" type="button" onClick=${() => onDialog({ kind: "kick", person })}>
              ${say("agent-kick-action")}<span class="visually-hidden">: ${person.name}</span></button>`}</li>`)}</ul>
    </section>`;
}

export function Actions({ room, state, attempt, onDialog }) {
  const { client, say } = usePage();
  const monitor = isMonitor(state);
  const support = room.kind === "support";
  const inside = support && room.members.some((member) => member.id === room.guest);
  const watching = room.role === "watcher";
  const open = (kind) => () => onDialog({ kind });
  const actions = [
    may(room, "invite") && ["agent-invite-short", open("invite"), "I"],
    may(room, "topic") && ["agent-topic", open("topic")],
    support && !watching && ["agent-forum", open("forum"), "F"],
    !monitor && ["agent-report-short", open("report"), "M"],
    monitor && support && room.owner !== state.session.id && ["agent-take-over", () => attempt(() => client.desk.takeOver(room.id))],
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
