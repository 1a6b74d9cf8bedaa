// The conversation in the console: with whom, how long the guest has waited for an answer, the log, the answer.

import { guestOf, isMonitor, may, unansweredIds, unansweredSince } from "../chat/select.js";
import { Elapsed, useNow } from "./clock.js";
import { ByteCount, useComposer } from "./composer.js";
import { Confirm } from "./dialog.js";
import { html, usePage } from "./html.js";
import { Log } from "./log.js";
import { Icon } from "./marks.js";
import { SavedReplies, useSavedReplies } from "./saved_replies.js";

export function AgentTalk({ room, state, attempt, ending, onEnding, onDialog }) {
  const { client, say } = usePage();
  const composer = useComposer(room.id, state.limits.message_bytes);
  const late = useLate(room);
  const speaks = room.role !== "watcher";
  const redact = !room.ended && isMonitor(state) ? (message) => onDialog({ kind: "redact", event: message.id }) : undefined;
  return html`
    <section class="conversation" id="talk" tabindex="-1" aria-label=${say("agent-pane-talk")}>
      <div class="conversation-top">
        <${Head} room=${room} state=${state} late=${late} attempt=${attempt} onEnd=${() => onEnding(true)} onDialog=${onDialog} />
        <${Strips} room=${room} state=${state} attempt=${attempt} />
      </div>
      <${Log} room=${room} state=${state} label=${say("chat-log", { name: room.name })} marked=${late ? unansweredIds(room) : undefined}
        onRefused=${composer.takeBack} onRedact=${redact} />
      ${room.ended
        ? html`<div class="composer"><div class="ended-bar"><p>${say("agent-chat-over")}</p>
            <button class="button" type="button" onClick=${() => client.putAway(room.id)}>${say("agent-put-away")}</button></div></div>`
        : speaks && html`<${Composer} composer=${composer} room=${room} />`}
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

function Head({ room, state, late, attempt, onEnd, onDialog }) {
  const { client, say, words } = usePage();
  const [before, after] = words.around("agent-due", "time");
  const since = room.ended ? null : unansweredSince(room);
  const guest = guestOf(room);
  const lost = !room.ended && guest && state.presence[guest.id];
  const support = room.kind === "support";
  const mayEnd = !room.ended && support && room.owner === state.session.id;
  const leaves = !room.ended && !mayEnd;
  const started = Date.parse(room.opened_at) - client.api.behind;
  return html`
    <header class="conversation-head">
      <div class="conversation-title">
        <h2><bdi>${room.name}</bdi></h2>
        <p><bdi>${room.topic || room.question}</bdi>${!room.ended && support && html`<span>· <${Elapsed} since=${started} /></span>`}</p>
      </div>
      ${lost && html`<p class="chip chip-broken">${say("agent-guest-reconnecting")}</p>`}
      ${since !== null && html`
        <p class=${`answer-due${late ? " is-late" : ""}`}><${Icon} name="clock" />
          <span>${before}<b><${Elapsed} since=${since - client.api.behind} /></b><span class="due-words">${after}</span></span></p>`}
      ${support && may(room, "transfer") && html`
        <button class="button" type="button" onClick=${() => onDialog({ kind: "transfer" })}>
          <${Icon} name="transfer" /><span class="button-label">${say("agent-transfer")}</span>${" "}<kbd>T</kbd></button>`}
      ${mayEnd && html`<button class="button" type="button" onClick=${onEnd}>${say("chat-end")}${" "}<kbd>E</kbd></button>`}
      ${leaves && html`
        <button class="button" type="button" onClick=${() => attempt(() => client.desk.leave(room.id))}>
          ${say(room.role === "watcher" ? "agent-watch-stop" : "agent-leave")}</button>`}
    </header>`;
}

// What is special about this conversation just now, each with the one thing to do about it.
function Strips({ room, state, attempt }) {
  const { client, say } = usePage();
  const offered = state.offered[room.id];
  const now = useNow(Boolean(offered && !offered.how)) + client.api.behind;
  const pending = offered && !offered.how && Date.parse(offered.expires_at) > now;
  const refused = offered?.how && offered.how !== "revoked";
  const left = pending ? Math.ceil((Date.parse(offered.expires_at) - now) / 1000) : 0;
  return html`
    <div class="strips" role="status">
      ${pending && html`<${Strip} text=${say("agent-transfer-pending", { name: offered.to.name, seconds: left })} />`}
      ${refused && html`
        <${Strip} text=${say(offered.how === "declined" ? "agent-transfer-declined" : "agent-transfer-missed", { name: offered.to.name })}
          action=${say("agent-seen")} onClick=${() => client.apply({ kind: "my:offered-seen", room: room.id })} />`}
      ${!room.ended && room.role === "watcher" && html`
        <${Strip} text=${say("agent-watching")} action=${room.kind === "support" && isMonitor(state) && say("agent-take-over")}
          onClick=${() => attempt(() => client.desk.takeOver(room.id))} />`}
      ${!room.ended && room.nearly_full && html`
        <${Strip} text=${say("agent-nearly-full")} action=${say("agent-go-on")} onClick=${() => attempt(() => client.desk.goOn(room.id))} />`}
    </div>`;
}

const Strip = ({ text, action, onClick }) => html`
  <div class="banner banner-quiet"><p>${text}</p>
    ${action && html`<button class="button button-small" type="button" onClick=${onClick}>${action}</button>`}</div>`;

function Composer({ composer, room }) {
  const { say } = usePage();
  const { name } = room;
  const saved = useSavedReplies(room, composer);
  const onKeyDown = (event) => { if (!saved.onKey(event)) composer.bind.onKeyDown(event); };
  return html`
    <form class="composer" onSubmit=${composer.submit} aria-label=${say("chat-write")}>
      <div class="composer-box">
        <${SavedReplies} saved=${saved} name=${name} />
        <textarea rows="2" dir="auto" name="body" aria-label=${say("agent-answer-label", { name })} placeholder=${say("agent-answer-placeholder", { name })}
          aria-describedby=${composer.near ? "message-bytes" : undefined} aria-invalid=${composer.over ? "true" : undefined}
          ...${composer.bind} ...${saved.bind} onKeyDown=${onKeyDown} />
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
