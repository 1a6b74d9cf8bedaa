// What an agent may turn to next: own chats, the queue, other rooms, colleagues.

import { chats, colleagues, isMonitor, lastMessage, openRooms, typing, unansweredSince, unread } from "../chat/select.js";
import { Elapsed, useNow } from "./clock.js";
import { html, useId, usePage, useState } from "./html.js";
import { Avatar, Icon } from "./marks.js";
import { QueueList } from "./queue_list.js";

export function WorkList({ state, selected, onOpen, onTake, attempt, onDialog }) {
  const { say, words } = usePage();
  const own = chats(state);
  const { entries } = state.queue;
  const others = colleagues(state);
  const rooms = openRooms(state);
  const [all, setAll] = useState(false);
  return html`
    <nav class="work-list" id="chats" aria-label=${say("agent-work")} tabindex="-1">
      <${Section} title=${say("agent-your-chats")} count=${words.number(own.length)} hint=${own.length > 1 && "Alt ↑ ↓"}>
        ${own.length ? html`<ul>${own.map((room) => html`
          <${ChatItem} key=${room.id} room=${room} state=${state} current=${room.id === selected} onOpen=${onOpen} />`)}</ul>`
          : html`<p class="empty-line">${say("agent-no-chats")}</p>`}
      <//>
      <${Section} title=${say("agent-queue")} count=${entries.length ? say("agent-queue-count", { waiting: entries.length }) : words.number(0)}
        more=${html`<button class="why-link push" type="button" onClick=${() => onDialog({ kind: "why" })}>${say("agent-why")}</button>`}>
        ${entries.length ? html`<${QueueList} state=${state} all=${all} onAll=${() => setAll(true)} onTake=${onTake} />`
          : html`<p class="empty-line">${say("agent-nobody-waits")}</p>`}
      <//>
      <${Section} title=${say("agent-rooms")} count=${words.number(rooms.length)}
        more=${state.session.permissions.includes("create") && html`
          <button class="why-link push" type="button" onClick=${() => onDialog({ kind: "create" })}>${say("agent-create")}</button>`}>
        ${rooms.length > 0
          ? html`<ul>${rooms.map((room) => html`<${OpenRoom} key=${room.id} room=${room} state=${state} attempt=${attempt} onOpen=${onOpen} />`)}</ul>`
          : html`<p class="empty-line">${say("agent-no-rooms")}</p>`}
      <//>
      <${Section} title=${say("agent-colleagues")} count=${words.number(others.length)}>
        ${others.length ? html`<ul>${others.map((each) => html`<${Colleague} key=${each.id} colleague=${each} onDialog=${onDialog} />`)}</ul>`
          : html`<p class="empty-line">${say("agent-no-colleagues")}</p>`}
      <//>
    </nav>`;
}

function Section({ title, count, hint, more, children }) {
  const id = useId();
  return html`
    <section aria-labelledby=${id}>
      <div class="section-title section-head">
        <h2 id=${id}>${title}${" "}<span class="count">${count}</span></h2>${hint && html`<kbd class="push hint">${hint}</kbd>`}${more}
      </div>
      ${children}
    </section>`;
}

function ChatItem({ room, state, current, onOpen }) {
  const { client, say, words, settings } = usePage();
  const [before, after] = words.around("agent-has-waited", "time");
  const [ownBefore, ownAfter] = words.around("agent-you-since", "time");
  const count = unread(state, room);
  const last = lastMessage(room);
  const own = last?.from.id === state.session.id;
  const since = room.ended ? null : unansweredSince(room);
  const late = since !== null && (useNow(since !== null) + client.api.behind - since) / 1000 > settings.late_seconds;
  const [you, stop] = own ? words.around("agent-you-said", "text") : ["", ""];
  const writes = typing(state, room).length > 0;
  const behind = client.api.behind;
  const time = room.ended ? say("agent-ended")
    : writes ? say(room.kind === "support" ? "agent-guest-types" : "agent-types")
    : late ? ""
    : since !== null ? html`<${Elapsed} since=${since - behind} />`
    : own && room.kind === "support" ? html`${ownBefore}<${Elapsed} since=${Date.parse(last.at) - behind} />${ownAfter}`
    : last ? words.time(last.at) : "";
  return html`
    <li>
      <button class=${`chat-item${count ? " has-unread" : ""}${room.ended ? " chat-ended" : ""}`} type="button"
        aria-current=${current ? "true" : undefined} onClick=${() => onOpen(room.id)}>
        <${Avatar} name=${room.name} /><span class="chat-name"><bdi>${room.name}</bdi></span><span class="chat-time">${time}</span>
        <span class="chat-line">${you && html`<span class="chat-you">${you}</span>`}<span class="chat-said" dir="auto">${last ? last.body : room.question || room.topic}${stop}</span></span>
        ${count > 0 && html`<span class="chat-unread">${words.number(count)}<span class="visually-hidden"> ${say("agent-unread-word")}</span></span>`}
        ${late && html`<span class="chat-late"><${Icon} name="clock" />
          <span>${before}<b><${Elapsed} since=${since - client.api.behind} /></b>${after}</span></span>`}
      </button>
    </li>`;
}

// A room that we are not in. A support room is somebody's own conversation: a moderator may watch it or take it over.
function OpenRoom({ room, state, attempt, onOpen }) {
  const { client, say } = usePage();
  const enter = (how) => attempt(async () => onOpen(await client.desk[how](room.id)));
  const owner = state.agents.find((agent) => agent.id === room.owner)?.name;
  const act = (how, label) => html`
    <button class="button button-quiet button-small" type="button" onClick=${() => enter(how)}>
      ${say(label)}<span class="visually-hidden">: ${room.name}</span></button>`;
  return html`
    <li class="open-room">
      <p class="open-room-name"><bdi>${room.name}</bdi>${(owner || room.topic) && html`<small dir="auto">${owner ?? room.topic}</small>`}</p>
      ${room.kind === "group" ? act("join", "agent-join") : act("watch", "agent-watch")}
      ${room.kind === "support" && isMonitor(state) && act("takeOver", "agent-take-over")}
    </li>`;
}

function Colleague({ colleague, onDialog }) {
  const { say } = usePage();
  const { name, status, chats: own, chat_limit: limit } = colleague;
  return html`
    <li>
      <button class="colleague" type="button" onClick=${() => onDialog({ kind: "direct", person: colleague })}>
        <span class=${`status-dot status-${status}`} aria-hidden="true"></span><bdi>${name}</bdi>
        <span class="visually-hidden">, ${say(`agent-status-${status}`)}, ${say("agent-direct")}</span>
        <span class="load">${status === "online" && limit !== null ? say("agent-load", { own, limit }) : say(`agent-status-${status}`)}</span>
      </button>
    </li>`;
}
