// A conversation as people read it: turns under a name, lines about coming and going, our own messages on their way.
// The log follows what is new as long as its reader is at the end of it.

import { isStaff } from "../chat/people.js";
import { turns, typing, withDays } from "../chat/select.js";
import { html, useEffect, useLayoutEffect, usePage, useRef, useState } from "./html.js";
import { Avatar, Icon } from "./marks.js";

const NEAR_END = 48;

export function Log({ room, state, label, marked = new Set(), onRefused, onRedact }) {
  const { client, say } = usePage();
  const me = state.session;
  const box = useRef();
  const place = useFollowing(box, room);
  const items = withDays(turns(room, state.outbox, me), Date.now() + client.api.behind);
  const writing = typing(state, room);
  const earlier = async () => {
    const fromEnd = box.current.scrollHeight - box.current.scrollTop;
    await client.earlier(room.id);
    requestAnimationFrame(() => { if (box.current) box.current.scrollTop = box.current.scrollHeight - fromEnd; });
  };
  return html`
    <div class="log" role="log" aria-label=${label} tabindex="0" ref=${box} onScroll=${place.onScroll}>
      <div class="log-items">
        ${room.more && !room.ended && html`
          <button class="button button-quiet log-earlier" type="button" onClick=${earlier}>${say("chat-earlier")}</button>`}
        ${room.question && !room.more && html`<${Opening} room=${room} me=${me} />`}
        ${items.map((item) => item.type === "turn"
          ? html`<${Turn} key=${item.key} ...${item} marked=${marked} onRefused=${onRefused} onRedact=${onRedact} />`
          : item.type === "note" ? html`<${Note} key=${item.key} note=${item.event} />`
          : item.type === "day" ? html`<${Day} key=${item.key} at=${item.at} />`
          : html`<${Line} key=${item.key} event=${item.event} room=${room} me=${me} />`)}
        ${writing.map((name) => html`<${Typing} key=${name} name=${name} line=${isStaff(me)} />`)}
      </div>
      ${place.newer && html`
        <p class="log-newer"><button class="button" type="button" onClick=${place.toEnd}>
          <${Icon} name="down" />${say("chat-newer")}</button></p>`}
    </div>
    <p class="visually-hidden" role="status">${writing.map((name) => say("chat-typing", { name })).join(". ")}</p>`;
}

// Where another day begins, and where a conversation of days ago does.
export function Day({ at }) {
  const { words } = usePage();
  return html`<p class="day-line"><time dateTime=${at}>${words.date(at)}</time></p>`;
}

// What the conversation is about, where no panel beside it says so.
function Opening({ room, me }) {
  const { say } = usePage();
  return html`
    <div class="opening">
      <p class="opening-head">${say(room.guest === me.id ? "chat-your-question" : "chat-question", { name: room.name })}</p>
      <blockquote dir="auto">${room.question}</blockquote>
    </div>`;
}

function useFollowing(box, room) {
  const atEnd = useRef(true);
  const [newer, setNewer] = useState(false);
  const last = room.events.at(-1)?.id;
  const follow = () => { if (atEnd.current && box.current) box.current.scrollTop = box.current.scrollHeight; };
  const toEnd = () => {
    atEnd.current = true;
    follow();
    setNewer(false);
  };
  useLayoutEffect(follow);
  useEffect(() => { if (!atEnd.current) setNewer(true); }, [last]);
  useEffect(() => {
    const watch = new ResizeObserver(follow);
    watch.observe(box.current);
    watch.observe(box.current.firstElementChild);
    return () => watch.disconnect();
  }, []);
  const onScroll = ({ currentTarget: { scrollHeight, scrollTop, clientHeight } }) => {
    atEnd.current = scrollHeight - scrollTop - clientHeight < NEAR_END;
    if (atEnd.current) setNewer(false);
  };
  return { newer, onScroll, toEnd };
}

function Turn({ from, own, messages, marked, onRefused, onRedact }) {
  const { say, words } = usePage();
  const at = messages[0].at;
  // Our own words need not be read back to us by a screen reader.
  return html`
    <div class=${`turn${own ? " turn-own" : ""}`} aria-live=${own ? "off" : undefined}>
      <p class="turn-head">
        <span class="turn-name"><bdi>${own ? say("chat-you") : from.name}</bdi></span>
        <time dateTime=${at}>${words.time(at)}</time>
      </p>
      ${!own && html`<${Avatar} name=${from.name} kind="avatar-small" />`}
      <div class="bubbles">
        ${messages.map((message) => html`
          <${Message} key=${message.client_id ?? message.id} message=${message} marked=${marked.has(message.id)}
            onRefused=${onRefused} onRedact=${onRedact} />`)}
      </div>
    </div>`;
}

function Message({ message, marked, onRefused, onRedact }) {
  const { client, say } = usePage();
  const { state } = message;
  const kind = state === "refused" ? " bubble-refused" : state && state !== "sent" ? " bubble-sending" : marked ? " bubble-unanswered" : "";
  if (message.purged) return html`<div class="bubble written"><em>${say("chat-purged")}</em></div>`;
  if (message.redacted) return html`<div class="bubble written"><em>${say("chat-redacted")}</em></div>`;
  const bubble = message.html === undefined
    ? html`<div class=${`bubble written written-plain${kind}`} dir="auto">${message.body}</div>`
    : html`<div class=${`bubble written${kind}`} dir="auto" dangerouslySetInnerHTML=${{ __html: message.html }} />`;
  if (!state || state === "sent") {
    if (!onRedact || !message.id) return bubble;
    return html`
      <div class="redactable">${bubble}
        <button class="button button-quiet button-small redact" type="button" aria-label=${say("agent-redact-label")} title=${say("agent-redact-label")}
          onClick=${() => onRedact(message)}><${Icon} name="close" /></button></div>`;
  }
  if (state === "refused") {
    return html`
      ${bubble}
      <div class="message-refused" role="alert">
        <p>${say("chat-refused", { reason: message.detail })}</p>
        <div class="actions">
          ${onRefused && html`
            <button class="button" type="button" onClick=${() => onRefused(message)}>${say("chat-refused-edit")}</button>`}
          <button class="button button-quiet" type="button" onClick=${() => client.discard(message.client_id)}>
            ${say("chat-refused-discard")}</button>
        </div>
      </div>`;
  }
  return html`
    ${bubble}
    ${state === "retrying"
      ? html`<p class="message-state message-state-retrying"><${Icon} name="again" />${say("chat-retrying")}</p>`
      : html`<p class="message-state message-state-sending"><${Icon} name="clock" />${say("chat-sending")}</p>`}`;
}

// What agents have written down for one another.
export function Note({ note }) {
  const { say, words } = usePage();
  return html`
    <div class="agent-note">
      <${Icon} name="lock" />
      <p class="agent-note-head"><bdi>${note.from.name}</bdi>${" "}<span>· ${say("chat-note-head")} · ${words.time(note.at)}</span></p>
      ${note.purged ? html`<p><em>${say("chat-purged")}</em></p>` : note.redacted ? html`<p><em>${say("chat-redacted")}</em></p>`
        : html`<div class="written" dir="auto" dangerouslySetInnerHTML=${{ __html: note.html }} />`}
    </div>`;
}

// A line about coming and going. Who was let in by the queue need not be announced: that is why everybody is here.
export function Line({ event, room, me }) {
  const { say, words } = usePage();
  const own = event.from?.id === me.id;
  const by = event.kind === "kicked" ? event.by?.name : null;
  const values = {
    name: event.from?.name ?? "", time: words.time(event.at), topic: event.topic ?? "", to: event.to?.name ?? "", by: by ?? "",
    tags: (event.add?.length ? event.add : event.remove ?? []).join(", "),
  };
  if (event.kind === "joined" && event.from.id === room.guest) return null;
  const line = special(event, own, me);
  if (line === "") return null;
  if (line) return html`<p class="system-line">${say(line, values)}</p>`;
  if (event.kind === "ended" && !event.from) return html`<p class="system-line">${say("chat-event-over", values)}</p>`;
  return html`<p class="system-line">${say(`chat-event-${event.kind.replaceAll("_", "-")}${own ? "-own" : ""}`, values)}</p>`;
}

// The message for an event whose words depend on more than its kind and on whose it is; "" for none at all.
function special({ kind, to, add, what, from }, own, me) {
  if (kind === "transferred") return to ? (to.id === me.id ? "chat-event-transferred-me" : "chat-event-transferred") : "chat-event-transferred-back";
  if (kind === "tagged") return add?.length ? (from ? "chat-event-tagged" : "chat-event-tagged-rule") : "chat-event-untagged";
  if (kind === "limit") return what === "session_bytes" ? "chat-event-nearly-full" : "";
  if (kind === "rights") return "chat-event-rights";
  if (kind === "follow_up") return isStaff(me) ? "chat-event-follow-up" : "";
  if (kind === "watching") return own ? "chat-event-watching-own" : "chat-event-watching";
  return null;
}

// For the eye: whoever hears the page is told beside the log, which says nothing but what was said. Helpers look at many
// conversations, and have a line in place of a bubble.
function Typing({ name, line }) {
  const { say } = usePage();
  const dots = html`<span class="typing-dot" /><span class="typing-dot" /><span class="typing-dot" />`;
  if (line) return html`<p class="typing typing-line" aria-hidden="true"><span class="typing-dots">${dots}</span><bdi>${say("chat-typing", { name })}</bdi></p>`;
  return html`
    <div class="turn" aria-hidden="true">
      <p class="turn-head"><span class="turn-name"><bdi>${name}</bdi></span></p>
      <${Avatar} name=${name} kind="avatar-small" />
      <div class="bubbles"><div class="bubble typing">${dots}</div></div>
    </div>`;
}
