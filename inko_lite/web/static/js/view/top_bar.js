// The bar over the staff's pages: which page, how the queue is, and the person's own menu. `page` is console, monitor or
// history; `onDialog` opens what the console has: without it, the menu has only what every page has.

import { isMonitor } from "../chat/select.js";
import { html, useEffect, usePage, useRef } from "./html.js";
import { Language } from "./language.js";
import { Avatar, Icon, Parakeet } from "./marks.js";

const PAGES = [["console", "/agent"], ["monitor", "/monitor"], ["history", "/history"]];

export function TopBar({ state, page = "console", onShortcuts, attempt, onDialog }) {
  const { say, settings } = usePage();
  const pages = PAGES.filter(([name]) => name !== "monitor" || isMonitor(state));
  return html`
    <header class="top-bar">
      <a class="brand" href=${`${settings.prefix}/agent`}><${Parakeet} /><span class="brand-name">${settings.title}</span></a>
      <h1 class="visually-hidden">${say(`site-${page}`)}</h1>
      <nav class="top-nav" aria-label=${say("agent-pages")}>
        ${pages.map(([name, path]) => html`
          <a key=${name} href=${settings.prefix + path} aria-current=${name === page ? "page" : undefined}>${say(`site-${name}`)}</a>`)}
      </nav>
      <${QueueState} queue=${state.queue} onClick=${onDialog && isMonitor(state) ? () => onDialog({ kind: "queue" }) : undefined} />
      ${onShortcuts && html`
        <button class="button button-quiet button-small top-shortcuts" type="button" onClick=${onShortcuts}>
          ${say("agent-shortcuts-short")}${" "}<kbd>?</kbd></button>`}
      <${OwnMenu} state=${state} onShortcuts=${onShortcuts} attempt=${attempt} onDialog=${onDialog} />
    </header>`;
}

// For moderators the state is also the way to change it.
function QueueState({ queue, onClick }) {
  const { say, words } = usePage();
  const waiting = queue.entries.length;
  const open = queue.status === "open";
  const known = ["open", "full", "closed", "unstaffed"].includes(queue.status) ? queue.status : "open";
  const state = html`
    <span class=${`status-dot${open ? "" : " status-away"}`} aria-hidden="true"></span>
    <span><b>${say(`agent-queue-${known}`)}</b>
      <span class="queue-detail">
        ${" · "}${say("agent-queue-waiting", { waiting })}
        ${waiting > 0 && queue.wait_seconds ? ` · ${words.wait(queue.wait_seconds)}` : ""}
        ${" · "}${say("agent-queue-agents", { agents: queue.agents_online ?? 0 })}
      </span></span>`;
  if (!onClick) return html`<p class="queue-line push">${state}</p>`;
  return html`
    <button class="queue-line queue-button push" type="button" onClick=${onClick}>${state}
      <${Icon} name="down" /><span class="visually-hidden">${say("agent-mode")}</span></button>`;
}

function OwnMenu({ state, onShortcuts, attempt, onDialog }) {
  const { client, say, settings } = usePage();
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
  const choose = (action) => () => {
    menu.current.open = false;
    // The dialog gives the focus back to what is still there.
    menu.current.firstElementChild.focus();
    action();
  };
  const { name } = state.session;
  const entry = (label, action, icon) => html`
    <button class="button button-quiet" type="button" onClick=${choose(action)}><${Icon} name=${icon} />${say(label)}</button>`;
  return html`
    <details class="own-menu" ref=${menu} onKeyDown=${onKeyDown}>
      <summary><${Avatar} name=${name} kind="avatar-own" /><span class="visually-hidden">${say("agent-own-menu", { name })}</span></summary>
      <div class="own-menu-body">
        <p class="own-menu-name"><bdi>${name}</bdi></p>
        <${Language} />
        ${onDialog && html`
          ${entry("agent-skills", () => onDialog({ kind: "skills" }), "person")}
          ${entry("agent-replies", () => onDialog({ kind: "replies" }), "chat")}
          ${entry("agent-sound", () => onDialog({ kind: "sound" }), "bell")}`}
        ${onShortcuts && entry("agent-shortcuts", onShortcuts, "keys")}
        ${entry("agent-sign-out", () => attempt(() => client.signOut()), "out")}
        ${settings.logout_url && html`
          <a class="button button-quiet" href=${settings.logout_url}><${Icon} name="out" />${say("agent-sign-out-site")}</a>`}
      </div>
    </details>`;
}
