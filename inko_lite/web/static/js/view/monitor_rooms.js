// Every open room with its last line, the longest without an answer first. While somebody points at the list or is in it by
// keyboard, the rooms stay where they are: a list that moves under the hand is one in which one clicks the wrong thing.

import { html, usePage, useRef, useState } from "./html.js";
import { Icon } from "./marks.js";

const SHOWN = 9;

export function Rooms({ rooms, act }) {
  const { say } = usePage();
  const [all, setAll] = useState(false);
  const [held, setHeld] = useState(false);
  const order = useRef([]);
  const listed = arranged(rooms, held ? order.current : []);
  const shown = all ? listed : listed.slice(0, SHOWN);
  order.current = listed.map((room) => room.id);
  const hold = () => setHeld(true);
  return html`
    <section class="panel" id="rooms" aria-labelledby="rooms-t">
      <h2 class="panel-title" id="rooms-t" tabindex="-1">${say("monitor-rooms")}${" "}
        <span class="count">${rooms.length > 0 && say("monitor-rooms-count", { shown: shown.length, rooms: rooms.length })}</span>
        ${rooms.length > SHOWN && html`
          <button class="button button-quiet button-small push" type="button" aria-expanded=${all} onClick=${() => setAll(!all)}>
            ${say(all ? "monitor-rooms-fewer" : "monitor-rooms-all", { rooms: rooms.length })}</button>`}</h2>
      ${rooms.length === 0 ? html`<p class="empty-line">${say("monitor-no-rooms")}</p>` : html`
        <ul class="rooms" onMouseEnter=${hold} onFocusIn=${hold}
          onMouseLeave=${({ currentTarget }) => setHeld(currentTarget.contains(document.activeElement))}
          onFocusOut=${(event) => { if (!event.currentTarget.contains(event.relatedTarget)) setHeld(false); }}>
          ${shown.map((room) => html`<${Room} key=${room.id} room=${room} act=${act} />`)}</ul>`}
    </section>`;
}

// In the order that was kept, what is new behind it.
function arranged(rooms, kept) {
  if (!kept.length) return rooms;
  const place = new Map(kept.map((id, index) => [id, index]));
  return [...rooms].sort((a, b) => (place.get(a.id) ?? Infinity) - (place.get(b.id) ?? Infinity) || 0);
}

function Room({ room, act }) {
  const { say, words } = usePage();
  const { id, name, kind, state, guest, agent, last } = room;
  const minutes = Math.floor((Date.now() - Date.parse(room.opened_at)) / 60000);
  const ours = last && last.from.id !== guest?.id;
  const line = last === null ? say("monitor-nothing-said") : last.body === null ? say("chat-redacted") : last.body;
  const other = (text) => html`<span class="visually-hidden">: ${text}</span>`;
  return html`
    <li class=${`room${state ? ` room-${state}` : ""}`}>
      <div class="room-head"><h3><bdi>${name}</bdi></h3><${Wait} room=${room} /></div>
      <p class="room-topic"><bdi>${room.topic || say("monitor-no-topic")}</bdi>
        <span class="muted">${" · "}<bdi>${agent?.name ?? say(kind === "group" ? "monitor-group" : "monitor-in-queue")}</bdi>${" · "}
          ${say("monitor-minutes", { minutes: Math.max(0, minutes) })}</span></p>
      <p class=${`room-line${last ? "" : " muted"}`} dir="auto">${ours && html`<b>${last.from.name}:</b>${" "}`}${line}</p>
      <p class="room-actions">
        <button class="button button-quiet button-small" type="button" onClick=${() => act.watch(id)}>
          <${Icon} name="eye" />${say("agent-watch")}${other(name)}</button>
        ${kind === "support" && html`
          <button class="button button-quiet button-small" type="button" onClick=${() => act.takeOver(id)}>${say("agent-take-over")}${other(name)}</button>
          <button class="button button-quiet button-small button-danger push" type="button" onClick=${() => act.open({ kind: "kick", room })}>
            ${say("agent-kick")}${other(name)}</button>`}
      </p>
    </li>`;
}

function Wait({ room }) {
  const { say, words } = usePage();
  const time = room.waits === null ? "" : words.elapsed(room.waits);
  if (room.state === "broken") return html`<span class="chip chip-broken">${say("monitor-agent-lost", { time: words.elapsed(room.lost) })}</span>`;
  if (room.state === "queued") return html`<span class="chip">${say("monitor-in-queue")}</span>`;
  if (room.state === "late") return html`<span class="chip chip-late"><${Icon} name="clock" />${say("monitor-waits", { time })}</span>`;
  if (room.kind === "group") return html`<span class="room-wait">${say("monitor-members", { members: room.members })}</span>`;
  return html`<span class="room-wait">${room.waits === null ? say("monitor-answered") : say("monitor-waits", { time })}</span>`;
}
