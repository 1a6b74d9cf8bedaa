// The agent console: chats and queue, the conversation, the guest. Side by side where there is room, one at a time on a phone.

import { cannotTake, chats, lastEventId, longestUnanswered, may, openOffer, unreadTotal } from "../chat/select.js";
import { isStaff } from "../chat/people.js";
import { AgentTalk } from "./agent_talk.js";
import { useTitle, useVisible } from "./attention.js";
import { ConnectionBanner } from "./banner.js";
import { DeskDialog } from "./desk_dialogs.js";
import { GuestPanel } from "./guest_panel.js";
import { html, useClientState, useEffect, usePage, useRef, useState } from "./html.js";
import { Parakeet, Icon } from "./marks.js";
import { Offers } from "./offers.js";
import { OwnStatus } from "./own_status.js";
import { Shortcuts, useShortcuts } from "./shortcuts.js";
import { TopBar } from "./top_bar.js";
import { WorkList } from "./work_list.js";

const CHANGING_HANDS_MS = 500;

export function Console() {
  const { client, say } = usePage();
  const state = useClientState(client);
  const [selected, select] = useSelected(state);
  const [pane, setPane] = useState("chats");
  const [dialog, setDialog] = useState(null);
  const [problem, setProblem] = useState(null);
  const room = state.rooms[selected] ?? state.ended[selected] ?? null;
  const withGuest = room?.kind === "support";
  const root = useRef();

  const open = (id) => {
    select(id);
    setPane("talk");
    requestAnimationFrame(() => root.current?.querySelector(".composer textarea")?.focus());
  };
  // Whatever an agent asks for may be refused; the reason stays until the next try.
  const attempt = async (action) => {
    setProblem(null);
    try {
      return await action();
    } catch (error) {
      setProblem(error.detail || error.message);
      return null;
    }
  };
  const take = (guest = null) => attempt(async () => open(await client.desk.take(guest)));
  const step = (by) => {
    const list = chats(state);
    const at = list.findIndex((each) => each.id === selected);
    if (list.length) open(list[(at + by + list.length) % list.length].id);
  };
  const actions = {
    // What is offered comes before what one could pick.
    take: () => {
      const offer = openOffer(state, Date.now() + client.api.behind);
      if (offer) attempt(async () => open(await client.desk.answer(offer.offer, true)));
      else if (!cannotTake(state) && state.queue.entries.length) take();
    },
    previous: () => step(-1),
    next: () => step(1),
    longest: () => { const longest = longestUnanswered(state); if (longest) open(longest.id); },
    answer: () => { if (room) open(room.id); },
    end: () => { if (withGuest && !room.ended && room.owner === state.session.id) setDialog("end"); },
    transfer: () => { if (withGuest && may(room, "transfer")) setDialog({ kind: "transfer" }); },
    invite: () => { if (withGuest && may(room, "invite")) setDialog({ kind: "invite" }); },
    report: () => { if (withGuest && !room.ended) setDialog({ kind: "report" }); },
    shortcuts: () => setDialog("shortcuts"),
  };
  const letters = useShortcuts(actions, dialog === null);
  useReading(state, room);

  if (!state.ready && !state.out) return html`<${Starting} state=${state} />`;
  if (state.out || !isStaff(state.session)) return html`<${SignedOut} out=${state.out ?? {}} />`;
  return html`
    <div class=${`console${withGuest ? "" : " console-no-guest"}`} data-pane=${pane} ref=${root}>
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
          ? html`<${AgentTalk} key=${room.id} room=${room} state=${state} attempt=${attempt} ending=${dialog === "end"}
              onEnding=${(on) => setDialog(on ? "end" : null)} onDialog=${setDialog} />`
          : html`<${Nobody} state=${state} onTake=${() => take()} />`}
        ${withGuest && html`<${GuestPanel} room=${room} state=${state} attempt=${attempt} onDialog=${setDialog} />`}
        <${Tabs} pane=${pane} withGuest=${withGuest} unread=${unreadTotal(state)} onPane=${setPane} />
      </main>
      ${dialog?.kind && (room || ["direct", "queue"].includes(dialog.kind)) && html`
        <${DeskDialog} dialog=${dialog} room=${room} state=${state} attempt=${attempt} onOpen=${open} onClose=${() => setDialog(null)} />`}
      ${dialog === "shortcuts" && html`<${Shortcuts} letters=${letters} onClose=${() => setDialog(null)} />`}
    </div>`;
}

// The chat that is shown, kept over a reload; when it is gone, the one that needs an answer most.
function useSelected(state) {
  const { drafts } = usePage();
  const [selected, setSelected] = useState(() => drafts.get("selected"));
  const select = (id) => {
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
  return [there ? selected : fallback, select];
}

function useReading(state, room) {
  const { client, say } = usePage();
  const visible = useVisible();
  const last = room ? lastEventId(room) : 0;
  useEffect(() => { if (room && visible) client.read(room.id); }, [room?.id, visible, last]);
  useTitle(say("site-console"), state.session ? unreadTotal(state) : 0);
}

function Nobody({ state, onTake }) {
  const { say } = usePage();
  const waiting = state.queue.entries.length;
  const cannot = cannotTake(state);
  return html`
    <section class="conversation" id="talk" tabindex="-1" aria-label=${say("agent-pane-talk")}>
      <div class="empty">
        <${Parakeet} kind="mark empty-mark" />
        <h2>${waiting ? say("agent-empty-waiting", { waiting }) : say("agent-empty-title")}</h2>
        <p>${waiting ? say(cannot ? `agent-cannot-${cannot}` : "agent-empty-take") : say("agent-empty-text")}</p>
        ${waiting > 0 && !cannot && html`
          <p><button class="button button-primary" type="button" onClick=${onTake}>${say("agent-take-next")}${" "}<kbd>Alt ↵</kbd></button></p>`}
      </div>
    </section>`;
}

function Tabs({ pane, withGuest, unread, onPane }) {
  const { say, words } = usePage();
  const tab = (name, label, more) => html`
    <button class=${`pane-tab tab-${name}`} type="button" aria-pressed=${pane === name} onClick=${() => onPane(name)}>
      ${label}${more}</button>`;
  const count = unread > 0 && html`
    ${" "}<span class="chat-unread">${words.number(unread)}<span class="visually-hidden"> ${say("agent-unread-word")}</span></span>`;
  return html`
    <nav class="pane-tabs" aria-label=${say("agent-panes")}>
      ${tab("chats", say("agent-pane-chats"), count)}${tab("talk", say("agent-pane-talk"))}
      ${withGuest && tab("guest", say("agent-pane-guest"))}
    </nav>`;
}

function Starting({ state }) {
  const { say } = usePage();
  return html`
    <main class="console console-starting">
      <${ConnectionBanner} state=${state} />
      <div class="empty"><${Parakeet} kind="mark empty-mark" /><h1>${say("site-console")}</h1><p>${say("agent-starting")}</p></div>
    </main>`;
}

function SignedOut({ out }) {
  const { say } = usePage();
  const again = out.login_url ?? location.href;
  return html`
    <main class="console console-starting">
      <div class="empty">
        <${Parakeet} kind="mark empty-mark" />
        <h1>${say(out.reason === "signed_out" ? "agent-out-own" : "agent-out-title")}</h1>
        <p>${say("agent-out-text")}</p>
        <p><a class="button button-primary" href=${again}>${say("agent-sign-in")}</a></p>
      </div>
    </main>`;
}
