// The conversation in the console: with whom, how long the guest has waited for an answer, the log, the answer.

import { guestOf, unansweredIds, unansweredSince } from "../chat/select.js";
import { Elapsed, useNow } from "./clock.js";
import { ByteCount, useComposer } from "./composer.js";
import { Confirm } from "./dialog.js";
import { html, usePage } from "./html.js";
import { Log } from "./log.js";
import { Icon } from "./marks.js";

export function AgentTalk({ room, state, attempt, ending, onEnding }) {
  const { client, say } = usePage();
  const composer = useComposer(room.id, state.limits.message_bytes);
  const late = useLate(room);
  const speaks = room.role !== "watcher";
  return html`
    <section class="conversation" id="talk" tabindex="-1" aria-label=${say("agent-pane-talk")}>
      <${Head} room=${room} state=${state} late=${late} onEnd=${() => onEnding(true)} />
      <${Log} room=${room} state=${state} label=${say("chat-log", { name: room.name })} marked=${late ? unansweredIds(room) : undefined}
        onRefused=${composer.takeBack} />
      ${room.ended
        ? html`<div class="composer"><div class="ended-bar"><p>${say("agent-chat-over")}</p>
            <button class="button" type="button" onClick=${() => client.putAway(room.id)}>${say("agent-put-away")}</button></div></div>`
        : speaks && html`<${Composer} composer=${composer} name=${room.name} />`}
      ${ending && html`
        <${Confirm} title=${say("agent-end-title", { name: room.name })} text=${say("agent-end-text")} action=${say("chat-end")}
          onConfirm=${() => attempt(() => client.end(room.id))} onClose=${() => onEnding(false)} />`}
    </section>`;
}

// Has the guest waited too long for an answer?
function useLate(room) {
  const { client, settings } = usePage();
  const since = room.ended ? null : unansweredSince(room);
  const now = useNow(since !== null);
  return since !== null && (now + client.api.behind - since) / 1000 > settings.late_seconds;
}

function Head({ room, state, late, onEnd }) {
  const { client, say, words } = usePage();
  const [before, after] = words.around("agent-due", "time");
  const since = room.ended ? null : unansweredSince(room);
  const guest = guestOf(room);
  const lost = !room.ended && guest && state.presence[guest.id];
  const mayEnd = !room.ended && room.kind === "support" && room.owner === state.session.id;
  const started = Date.parse(room.opened_at) - client.api.behind;
  return html`
    <header class="conversation-head">
      <div class="conversation-title">
        <h2><bdi>${room.name}</bdi></h2>
        <p><bdi>${room.topic || room.question}</bdi>${!room.ended && room.kind === "support" && html`<span>· <${Elapsed} since=${started} /></span>`}</p>
      </div>
      ${lost && html`<p class="chip chip-broken">${say("agent-guest-reconnecting")}</p>`}
      ${since !== null && html`
        <p class=${`answer-due${late ? " is-late" : ""}`}><${Icon} name="clock" />
          <span>${before}<b><${Elapsed} since=${since - client.api.behind} /></b><span class="due-words">${after}</span></span></p>`}
      ${mayEnd && html`<button class="button" type="button" onClick=${onEnd}>${say("chat-end")}${" "}<kbd>E</kbd></button>`}
    </header>`;
}

function Composer({ composer, name }) {
  const { say } = usePage();
  return html`
    <form class="composer" onSubmit=${composer.submit} aria-label=${say("chat-write")}>
      <div class="composer-box">
        <textarea rows="2" dir="auto" name="body" aria-label=${say("agent-answer-label", { name })} placeholder=${say("agent-answer-placeholder", { name })}
          aria-describedby=${composer.near ? "message-bytes" : undefined} aria-invalid=${composer.over ? "true" : undefined} ...${composer.bind} />
        <div class="composer-bar">
          <${ByteCount} composer=${composer} id="message-bytes" />
          <span class="composer-send">
            <span class="composer-hint">${say("chat-keys")}</span>
            <button class="button button-primary" type="submit" aria-disabled=${composer.over}>${say("chat-send")}</button>
          </span>
        </div>
      </div>
    </form>`;
}
