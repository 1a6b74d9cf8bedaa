// The agent console: chats and queue, the conversation, the guest. Side by side where there is room, one at a time on a phone.

import { cannotTake, chats, longestUnanswered, may, openOffer, unreadTotal } from "../chat/select.js";
import { isStaff } from "../chat/people.js";
import { AgentTalk } from "./agent_talk.js";
import { ConnectionBanner } from "./banner.js";
import { ConsoleDialog } from "./console_dialog.js";
import { Nobody, Starting, Tabs } from "./console_parts.js";
import { GuestPanel, RoomPanel } from "./guest_panel.js";
import { html, useClientState, useEffect, usePage, useRef, useState } from "./html.js";
import { useBells, useBounded, useFocusKept, useReading } from "./keeping.js";
import { Icon } from "./marks.js";
import { Offers } from "./offers.js";
import { OwnStatus } from "./own_status.js";
import { useShortcuts } from "./shortcuts.js";
import { Out } from "./signed_out.js";
import { TopBar } from "./top_bar.js";
import { WorkList } from "./work_list.js";

const CHANGING_HANDS_MS = 500;

// `begins` is what the page of patterns shows at once: {pane, mode, dialog, problem}.
export function Console({ begins = {} }) {
  const { client, say } = usePage();
  const state = useClientState(client);
  const [selected, select, last] = useSelected(state);
  const [pane, setPane] = useState(begins.pane ?? "chats");
  const [mode, setMode] = useState(begins.mode ?? "answer");
  const [dialog, setDialog] = useState(begins.dialog ?? null);
  const [problem, setProblem] = useState(begins.problem ?? null);
  const room = state.rooms[selected] ?? state.ended[selected] ?? null;
  const withGuest = room?.kind === "support";
  const withPanel = withGuest || (room?.kind === "group" && !room.ended);
  const root = useRef();

  // The first of these that is there, once it is drawn.
  const focusOn = (...places) => requestAnimationFrame(() => places.map((each) => root.current?.querySelector(each)).find(Boolean)?.focus());
  const open = (id) => {
    select(id);
    setPane("talk");
    setMode("answer");
    focusOn(".composer textarea", "#talk");
  };
  // Whatever an agent asks for may be refused; the reason stays until the next try.
  const attempt = async (action) => {
    setProblem(null);
    try {
      return (await action()) ?? true;
    } catch (error) {
      setProblem(error.detail || error.message);
      return null;
    }
  };
  const take = (guest = null) => attempt(async () => open(await client.desk.take(guest)));
  const step = (by) => {
    const list = chats(state);
    const at = list.findIndex((each) => each.id === last.current);
    if (list.length) open(list[(at + by + list.length) % list.length].id);
  };
  const offered = () => openOffer(state, Date.now() + client.api.behind);
  const write = (how) => {
    if (!room || room.ended || (how === "note" && !withGuest)) return;
    setMode(how);
    setPane("talk");
    focusOn(".composer textarea");
  };
  const inRoom = (kind, allowed) => () => { if (room && !room.ended && allowed()) setDialog({ kind }); };
  const actions = {
    // What is offered comes before what one could pick.
    take: () => {
      const offer = offered();
      if (offer) attempt(async () => open(await client.desk.answer(offer.offer, true)));
      else if (!cannotTake(state) && state.queue.entries.length) take();
    },
    decline: () => { const offer = offered(); if (offer) attempt(() => client.desk.answer(offer.offer, false)); },
    previous: () => step(-1),
    next: () => step(1),
    longest: () => { const longest = longestUnanswered(state); if (longest) open(longest.id); },
    answer: () => write("answer"),
    note: () => write("note"),
    // At once where the field is in sight: the next key is for it already.
    tags: () => { setPane("guest"); root.current?.querySelector(".tags input")?.focus(); focusOn(".tags input"); },
    end: inRoom("end", () => room.role !== "watcher" && may(room, "end")),
    transfer: inRoom("transfer", () => withGuest && may(room, "transfer")),
    invite: inRoom("invite", () => may(room, "invite")),
    report: inRoom("report", () => withPanel),
    forum: inRoom("forum", () => withGuest && room.role !== "watcher"),
    shortcuts: () => setDialog({ kind: "shortcuts" }),
  };
  const letters = useShortcuts(actions, dialog === null);
  useReading(state, room);
  useBells(state);
  useBounded(state, selected, root);
  useFocusKept();

  if (!state.ready && !state.out) return html`<${Starting} state=${state} />`;
  if (state.out || !isStaff(state.session)) return html`<${Out} out=${state.out ?? {}} kind="console console-starting" />`;
  const close = () => setDialog(null);
  return html`
    <div class=${`console${withPanel ? "" : " console-no-guest"}`} data-pane=${pane === "guest" && !withPanel ? "talk" : pane} ref=${root}>
      <a class="skip-link" href="#talk">${say("agent-skip")}</a>
      <${TopBar} state=${state} onShortcuts=${actions.shortcuts} attempt=${attempt} onDialog=${setDialog} />
      <div class="console-banners">
        <${ConnectionBanner} state=${state} />
        <div role="alert">
          ${problem && html`
            <div class="banner banner-danger"><${Icon} name="warn" /><p>${problem}</p>
              <button class="button button-small" type="button" onClick=${() => setProblem(null)}>${say("agent-close")}</button></div>`}
        </div>
      </div>
      <main class="console-panes">
        <${OwnStatus} state=${state} attempt=${attempt} />
        <${Offers} state=${state} attempt=${attempt} onOpen=${open} />
        <${WorkList} state=${state} selected=${selected} onOpen=${open} onTake=${take} attempt=${attempt} onDialog=${setDialog} />
        ${room
          ? html`<${AgentTalk} key=${room.id} room=${room} state=${state} attempt=${attempt} ending=${dialog?.kind === "end"}
              onEnding=${(on) => setDialog(on ? { kind: "end" } : null)} onDialog=${setDialog} mode=${mode} onMode=${write} />`
          : html`<${Nobody} state=${state} onTake=${() => take()} onDialog=${setDialog} />`}
        ${withGuest && html`
          <${GuestPanel} room=${room} state=${state} attempt=${attempt} onDialog=${setDialog} onNote=${() => write("note")} />`}
        ${withPanel && !withGuest && html`<${RoomPanel} room=${room} state=${state} attempt=${attempt} onDialog=${setDialog} />`}
        <${Tabs} pane=${pane} withGuest=${withPanel} room=${room} unread=${unreadTotal(state)} onPane=${setPane} />
      </main>
      ${dialog && html`
        <${ConsoleDialog} dialog=${dialog} room=${room} state=${state} attempt=${attempt} letters=${letters} onOpen=${open} onTake=${take} onClose=${close} />`}
    </div>`;
}

// The chat that is shown, kept over a reload; when it is gone, the one that needs an answer most.
function useSelected(state) {
  const { drafts } = usePage();
  const [selected, setSelected] = useState(() => drafts.get("selected"));
  // The last one chosen, drawn or not: keys may come faster than rooms are drawn.
  const last = useRef(selected);
  const select = (id) => {
    last.current = id;
    setSelected(id);
    drafts.set("selected", id);
  };
  const there = state.rooms[selected] || state.ended[selected];
  const fallback = there ? null : (longestUnanswered(state) ?? chats(state)[0])?.id ?? null;
  // Not at once: a room that changes hands is left and come into again, one event after the other.
  useEffect(() => {
    if (!state.ready || there || fallback === selected) return undefined;
    const timeout = setTimeout(() => select(fallback), CHANGING_HANDS_MS);
    return () => clearTimeout(timeout);
  }, [state.ready, there, fallback]);
  const shown = there ? selected : fallback;
  if (!there) last.current = shown;
  return [shown, select, last];
}
