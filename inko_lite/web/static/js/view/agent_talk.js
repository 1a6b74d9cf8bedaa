// The conversation in the console: with whom, how long the guest has waited for an answer, the log, the answer.

import { guestOf, isMonitor, may, unansweredIds, unansweredSince } from "../chat/select.js";
import { AgentComposer, useAgentComposers } from "./agent_composer.js";
import { Elapsed, useNow } from "./clock.js";
import { Confirm } from "./dialog.js";
import { html, usePage } from "./html.js";
import { Log } from "./log.js";
import { Icon } from "./marks.js";

export function AgentTalk({ room, state, attempt, ending, onEnding, onDialog, mode, onMode }) {
  const { client, drafts, say } = usePage();
  const composers = useAgentComposers(room, state.limits.message_bytes, attempt);
  const late = useLate(room);
  const speaks = may(room, "speak");
  const withNote = room.kind === "support";
  const redact = !room.ended && isMonitor(state) ? (message) => onDialog({ kind: "redact", event: message.id }) : undefined;
  const putAway = () => {
    for (const kind of ["draft", "note"]) drafts.set(`${kind}:${room.id}`, null);
    client.putAway(room.id);
  };
  return html`
    <section class="conversation" id="talk" tabindex="-1" aria-label=${say("agent-pane-talk")}>
      <div class="conversation-top">
        <${Head} room=${room} state=${state} late=${late} attempt=${attempt} onEnd=${() => onEnding(true)} onDialog=${onDialog} />
        <${Strips} room=${room} state=${state} attempt=${attempt} />
      </div>
      <${Log} room=${room} state=${state} label=${say("chat-log", { name: room.name })} marked=${late ? unansweredIds(room) : undefined}
        onRefused=${composers.answer.takeBack} onRedact=${redact} />
      ${room.ended
        ? html`<div class="composer"><div class="ended-bar"><p>${say("agent-chat-over")}</p>
            <button class="button" type="button" onClick=${putAway}>${say("agent-put-away")}</button></div></div>`
        : speaks || withNote
        ? html`<${AgentComposer} composers=${composers} room=${room} mode=${mode} onMode=${onMode} speaks=${speaks} withNote=${withNote} />`
        : room.role !== "watcher" && html`<div class="composer"><div class="ended-bar"><p>${say("chat-no-speak")}</p></div></div>`}
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
  const mayEnd = room.role !== "watcher" && may(room, "end");
  const leaves = !room.ended && !(support && room.owner === state.session.id) && room.kind !== "direct";
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
      ${mayEnd && html`<button class="button" type="button" onClick=${onEnd}>
        <span class="button-label">${say(support ? "chat-end" : "agent-end-room")}</span><span class="button-short" aria-hidden="true">${say("agent-end-short")}</span>${" "}<kbd>E</kbd></button>`}
      ${leaves && html`
        <button class="button" type="button" onClick=${() => attempt(() => client.desk.leave(room.id))}>
          ${say(room.role === "watcher" ? "agent-watch-stop" : "agent-leave")}</button>`}
    </header>`;
}

// How an offer of ours stands: [while it is open, declined, not answered].
const OFFERED = {
  transfer: ["agent-transfer-pending", "agent-transfer-declined", "agent-transfer-missed"],
  invite: ["agent-invite-pending", "agent-invite-declined", "agent-invite-missed"],
};

// What is special about this conversation just now, each with the one thing to do about it.
function Strips({ room, state, attempt }) {
  const { client, say } = usePage();
  const offered = state.offered[room.id];
  const now = useNow(Boolean(offered && !offered.how)) + client.api.behind;
  const pending = offered && !offered.how && Date.parse(offered.expires_at) > now;
  const [open, declined, missed] = OFFERED[offered?.reason] ?? OFFERED.transfer;
  const refused = offered?.how && offered.how !== "revoked";
  // The seconds are for the eye: a screen reader is not told each of them.
  const left = pending ? Math.ceil((Date.parse(offered.expires_at) - now) / 1000) : 0;
  return html`
    <div class="strips" role="status">
      ${pending && html`
        <${Strip} text=${html`${say(open, { name: offered.to.name })}<span class="number" aria-hidden="true"> · ${say("agent-seconds", { seconds: left })}</span>`} />`}
      ${refused && html`
        <${Strip} text=${say(offered.how === "declined" ? declined : missed, { name: offered.to.name })}
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
