// The bar over the console: how the queue is, and the person's own menu.

import { isMonitor } from "../chat/select.js";
import { html, useEffect, usePage, useRef } from "./html.js";
import { Language } from "./language.js";
import { Avatar, Icon, Parakeet } from "./marks.js";

export function TopBar({ state, onShortcuts, attempt, onDialog }) {
  const { say, settings } = usePage();
  return html`
    <header class="top-bar">
      <a class="brand" href=${`${settings.prefix}/agent`}><${Parakeet} /><span class="brand-name">${settings.title}</span></a>
      <h1 class="top-title">${say("site-console")}</h1>
      <${QueueState} queue=${state.queue} />
      ${isMonitor(state) && html`
        <button class="button button-small" type="button" onClick=${() => onDialog({ kind: "queue" })}>${say("agent-mode")}</button>`}
      <button class="button button-quiet button-small top-shortcuts" type="button" onClick=${onShortcuts}>
        ${say("agent-shortcuts")}${" "}<kbd>?</kbd></button>
      <${OwnMenu} state=${state} onShortcuts=${onShortcuts} attempt=${attempt} />
    </header>`;
}

function QueueState({ queue }) {
  const { say, words } = usePage();
  const waiting = queue.entries.length;
  const open = queue.status === "open";
  const known = ["open", "full", "closed", "unstaffed"].includes(queue.status) ? queue.status : "open";
  return html`
    <p class="queue-line push">
      <span class=${`status-dot${open ? "" : " status-away"}`} aria-hidden="true"></span>
      <span><b>${say(`agent-queue-${known}`)}</b>
        <span class="queue-detail">
          ${" · "}${say("agent-queue-waiting", { waiting })}
          ${waiting > 0 && queue.wait_seconds ? ` · ${words.wait(queue.wait_seconds)}` : ""}
          ${" · "}${say("agent-queue-agents", { agents: queue.agents_online ?? 0 })}
        </span></span>
    </p>`;
}

function OwnMenu({ state, onShortcuts, attempt }) {
  const { client, say } = usePage();
  const menu = useRef();
  useEffect(() => {
    const away = (event) => { if (!menu.current.contains(event.target)) menu.current.open = false; };
    document.addEventListener("click", away);
    return () => document.removeEventListener("click", away);
  }, []);
  const onKeyDown = (event) => {
    if (event.key !== "Escape" || !menu.current.open) return;
    event.stopPropagation();
    menu.current.open = false;
    menu.current.firstElementChild.focus();
  };
  const { name } = state.session;
  return html`
    <details class="own-menu" ref=${menu} onKeyDown=${onKeyDown}>
      <summary><${Avatar} name=${name} kind="avatar-own" /><span class="visually-hidden">${say("agent-own-menu", { name })}</span></summary>
      <div class="own-menu-body">
        <p class="own-menu-name"><bdi>${name}</bdi></p>
        <${Language} />
        <button class="button button-quiet" type="button" onClick=${() => { menu.current.open = false; onShortcuts(); }}>${say("agent-shortcuts")}</button>
        <button class="button button-quiet" type="button" onClick=${() => attempt(() => client.signOut())}>
          <${Icon} name="out" />${say("agent-sign-out")}</button>
      </div>
    </details>`;
}
