// Saved replies: the list, and one of them to change, add or delete. Everybody's are a monitor's to change.

import { findReplies, isMonitor } from "../chat/select.js";
import { Dialog } from "./dialog.js";
import { Asked, Line, Text, useAsked } from "./dialog_parts.js";
import { html, usePage, useState } from "./html.js";
import { Icon } from "./marks.js";

const TITLE_CHARACTERS = 80;
const CATEGORY_CHARACTERS = 60;
const SHOWN = 50;
const PLACEHOLDERS = "{guest} {agent} {product} {topic} {os} {version}";

export function RepliesDialog({ state, onClose }) {
  const { client, say } = usePage();
  const asked = useAsked(() => client.desk.allReplies());
  const [edited, setEdited] = useState(null);
  const done = () => {
    setEdited(null);
    asked.again();
  };
  return html`
    <${Dialog} title=${say("agent-replies")} kind="dialog-wide" onClose=${onClose}>
      ${edited
        ? html`<${Reply} reply=${edited} shares=${isMonitor(state)} onDone=${done} onCancel=${() => setEdited(null)} />`
        : html`
          <p>${say("agent-replies-text")}</p>
          <${Asked} asked=${asked}>${(replies) => html`<${List} replies=${replies} shares=${isMonitor(state)} onEdit=${setEdited} />`}<//>
          <div class="dialog-actions"><button class="button push" type="button" onClick=${onClose}>${say("agent-close")}</button></div>`}
    <//>`;
}

function List({ replies, shares, onEdit }) {
  const { say } = usePage();
  const [search, setSearch] = useState("");
  const all = replies.map((reply) => ({ ...reply, text: reply.body }));
  const found = findReplies(all, search.trim().toLocaleLowerCase(), SHOWN);
  return html`
    <div class="add-line reply-search">
      <input class="field" type="search" dir="auto" aria-label=${say("agent-replies-search")} placeholder=${say("agent-replies-search")} value=${search}
        onInput=${(event) => setSearch(event.target.value)} />
      <button class="button" type="button" onClick=${() => onEdit({ title: "", category: "", body: "", shared: false })}>
        <${Icon} name="plus" />${say("agent-reply-new")}</button>
    </div>
    ${found.length === 0 && html`<p class="empty-line">${say(replies.length ? "agent-replies-not-found" : "agent-replies-empty")}</p>`}
    <ul class="reply-list">${found.map((reply) => html`
      <li key=${reply.id}>
        <div class="reply-text"><b dir="auto">${reply.title}</b>${" "}<span class="muted">${reply.category}</span>
          <p class="small" dir="auto">${reply.body}</p></div>
        ${reply.shared && html`<span class="chip">${say("agent-reply-shared")}</span>`}
        ${(!reply.shared || shares) && html`
          <button class="button button-small" type="button" onClick=${() => onEdit(reply)}>${say("agent-edit")}<span class="visually-hidden">: ${reply.title}</span></button>`}
      </li>`)}</ul>`;
}

function Reply({ reply, shares, onDone, onCancel }) {
  const { client, say } = usePage();
  const [written, setWritten] = useState(reply);
  const [problem, setProblem] = useState(null);
  const set = (name) => (value) => setWritten({ ...written, [name]: value });
  const ready = written.title.trim() !== "" && written.body.trim() !== "";
  const tried = (action) => action().then(onDone, (error) => setProblem(error.problem?.errors?.[0]?.message ?? (error.detail || error.message)));
  const submit = (event) => {
    event.preventDefault();
    const { id, title, category, body, shared } = written;
    if (ready) tried(() => client.desk.saveReply({ id, title: title.trim(), category: category.trim(), body, ...(id ? {} : { shared }) }));
  };
  return html`
    <form class="dialog-form" onSubmit=${submit}>
      <${Line} label=${say("agent-reply-title")} hint=${say("agent-reply-title-hint")} value=${written.title} onInput=${set("title")} maxlength=${TITLE_CHARACTERS} required autofocus />
      <${Line} label=${say("agent-reply-category")} value=${written.category} onInput=${set("category")} maxlength=${CATEGORY_CHARACTERS} />
      <${Text} label=${say("agent-reply-body")} value=${written.body} onInput=${set("body")} rows="6" required />
      <p class="small">${say("agent-reply-placeholders")} <bdi><code>${PLACEHOLDERS}</code></bdi></p>
      ${shares && !reply.id && html`
        <label class="check"><input type="checkbox" checked=${written.shared} onChange=${(event) => set("shared")(event.target.checked)} />${say("agent-reply-share")}</label>`}
      <div role="alert">${problem && html`<p class="field-problem">${problem}</p>`}</div>
      <div class="dialog-actions">
        <button class="button button-primary" type="submit" aria-disabled=${ready ? undefined : "true"}>${say("agent-save")}</button>
        <button class="button button-quiet" type="button" onClick=${onCancel}>${say("chat-cancel")}</button>
        ${reply.id && html`
          <button class="button button-quiet button-danger push" type="button" onClick=${() => tried(() => client.desk.deleteReply(reply.id))}>
            ${say("agent-reply-delete")}</button>`}
      </div>
    </form>`;
}
