// The chat as a question on the forum: a helper goes over it and proposes it; the guest decides. Once it stands there, its
// address is set down here.

import { Asked, Form, Line, Text, useAsked } from "./dialog_parts.js";
import { Dialog } from "./dialog.js";
import { html, usePage, useState } from "./html.js";

const TITLE_CHARACTERS = 200;
const LEAST_CHARACTERS = 5;

export function ForumDialog({ room, act, onClose }) {
  const { client, say } = usePage();
  const asked = useAsked(() => client.desk.question(room.id));
  if (asked.value) return html`<${Question} question=${asked.value} room=${room} act=${act} onClose=${onClose} />`;
  return html`<${Dialog} title=${say("agent-forum")} onClose=${onClose}><${Asked} asked=${asked}>${() => null}<//><//>`;
}

function Question({ question, room, act, onClose }) {
  const { client, say } = usePage();
  const [title, setTitle] = useState(question.title);
  const [body, setBody] = useState(question.body);
  const [url, setUrl] = useState("");
  const { state } = question;
  if (state === "linked") {
    return html`
      <${Dialog} title=${say("agent-forum")} onClose=${onClose}>
        <p>${say("agent-forum-linked")}</p>
        <p><a href=${question.url} target="_blank" rel="noopener noreferrer">${question.url}</a></p>
        <div class="dialog-actions"><button class="button" type="button" onClick=${onClose}>${say("agent-close")}</button></div>
      <//>`;
  }
  const linked = url.trim() !== "";
  const done = () => (linked ? client.desk.link(room.id, url.trim()) : client.desk.propose(room.id, title.trim(), body.trim()));
  const ready = linked || (title.trim().length >= LEAST_CHARACTERS && body.trim().length >= LEAST_CHARACTERS);
  return html`
    <${Form} title=${say("agent-forum")} kind="dialog-wide" onClose=${onClose} ready=${ready} onSubmit=${() => act(done)}
      text=${say(state === "requested" ? "agent-forum-requested" : state === "proposed" ? "agent-forum-proposed" : "agent-forum-text", { name: room.name })}
      action=${say(linked ? "agent-forum-link" : "agent-forum-propose")}>
      <${Line} label=${say("agent-forum-title")} value=${title} onInput=${setTitle} maxlength=${TITLE_CHARACTERS} autofocus />
      <${Text} label=${say("agent-forum-body")} value=${body} onInput=${setBody} rows="8" />
      <${Line} label=${say("agent-forum-url")} hint=${say("agent-forum-url-hint")} type="url" dir="ltr" value=${url} onInput=${setUrl} />
    <//>`;
}
