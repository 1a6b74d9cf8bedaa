// One conversation beside the floor: seen as it goes on, without a word in it. Under it a note to the agent alone, which the
// guest never sees; above it what a monitor can do when looking on is not enough.

import { Dialog } from "./dialog.js";
import { html, useEffect, useId, usePage, useRef, useState } from "./html.js";
import { Log } from "./log.js";

export function Watch({ id, seen, state, act, onClose }) {
  const { client, say } = usePage();
  const [problem, setProblem] = useState("");
  const came = useRef(false);
  const room = state.rooms[id] ?? state.ended[id] ?? null;
  useEffect(() => {
    // Who is in the room already stays in it.
    if (client.state.rooms[id]) return undefined;
    let open = true;
    client.desk.watch(id).then(() => {
      came.current = true;
      if (!open) client.desk.leave(id).catch(() => {});
    }, (error) => setProblem(error.detail || error.message));
    return () => {
      open = false;
      if (came.current && client.state.rooms[id]?.role === "watcher") client.desk.leave(id).catch(() => {});
    };
  }, [id]);
  const name = room?.name ?? seen?.name ?? "";
  const support = (room ?? seen)?.kind === "support";
  const over = Boolean(room?.ended) || (came.current && !seen && !room);
  return html`
    <${Dialog} title=${name} kind="dialog-watch" onClose=${onClose}>
      <p class="watch-about"><bdi>${room?.topic || room?.question || seen?.topic}</bdi></p>
      <div class="watch-actions">
        ${support && !over && html`
          <button class="button button-small" type="button" onClick=${() => act.takeOver(id)}>${say("agent-take-over")}</button>
          ${seen?.guest && html`
            <button class="button button-quiet button-small button-danger" type="button" onClick=${() => act.open({ kind: "kick", room: seen })}>${say("agent-kick")}</button>`}`}
        <button class="button button-quiet button-small push" type="button" onClick=${onClose}>${say("agent-watch-stop")}</button>
      </div>
      ${room ? html`<${Log} room=${room} state=${state} label=${say("chat-log", { name })} />`
        : html`<div class="log watch-empty"><p class="empty-line" role="status">${problem || say("monitor-loading")}</p></div>`}
      ${room && (over ? html`<p class="ended-bar">${say("agent-chat-over")}</p>` : html`<${Whisper} room=${room} agent=${seen?.agent} />`)}
    <//>`;
}

function Whisper({ room, agent }) {
  const { client, say, settings } = usePage();
  const [text, setText] = useState("");
  const [problem, setProblem] = useState("");
  const id = useId();
  const submit = async (event) => {
    event.preventDefault();
    const body = text.trim();
    if (!body) return;
    setProblem("");
    try {
      await client.desk.note(room.id, body);
      setText("");
    } catch (error) {
      setProblem(error.detail || error.message);
    }
  };
  const onKeyDown = (event) => {
    if (event.key === "Enter" && !event.shiftKey && !event.isComposing) submit(event);
  };
  return html`
    <form class="whisper" onSubmit=${submit}>
      <label class="label" for=${id}>${agent ? say("monitor-whisper", { name: agent.name }) : say("monitor-whisper-all")}</label>
      <div class="whisper-row">
        <textarea class="field" id=${id} rows="1" dir="auto" value=${text} placeholder=${say("monitor-whisper-example")}
          onInput=${(event) => setText(event.target.value)} onKeyDown=${onKeyDown} />
        <button class="button" type="submit" aria-disabled=${text.trim() ? undefined : "true"}>${say("monitor-whisper-send")}</button>
      </div>
      ${problem && html`<p class="whisper-problem" role="alert">${problem}</p>`}
    </form>`;
}
