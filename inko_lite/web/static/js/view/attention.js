// What a tab can do to call its reader: the count of what is unread in its title, a dot on its sign; the bell is chat/bell.js.

import { html, useEffect, usePage, useReducer, useRef, useState } from "./html.js";
import { Icon } from "./marks.js";
import { askForNotices, noticePermission } from "./sound.js";

export const lookedAt = () => !document.hidden && document.hasFocus();

// May the page take the focus by itself? In the frame of another page only while it has it: the reader may be writing there.
export function mayFocus(settings) {
  return !settings.embed || document.hasFocus();
}

// Is somebody looking at this page now?
export function useVisible() {
  const [visible, setVisible] = useState(lookedAt);
  useEffect(() => {
    const look = () => setVisible(lookedAt());
    const on = [[document, "visibilitychange"], [window, "focus"], [window, "blur"]];
    for (const [target, name] of on) target.addEventListener(name, look);
    return () => { for (const [target, name] of on) target.removeEventListener(name, look); };
  }, []);
  return visible;
}

// The title with the count before it, and a dot on the tab's sign while there is one.
export function useTitle(text, count) {
  const { words } = usePage();
  useEffect(() => { document.title = count ? `(${words.number(count)}) ${text}` : text; }, [text, count]);
  useEffect(() => {
    const sign = document.querySelector("link[rel=icon]");
    if (sign) sign.href = sign.href.replace(/parakeet(-unread)?\.svg/, count ? "parakeet-unread.svg" : "parakeet.svg");
  }, [count > 0]);
}

// Calls once for each thing that is new since the page was opened: `things` is [{key, kind, title, body}], all there are, or
// null while nothing is known.
export function useCalls(things) {
  const { bell } = usePage();
  const known = useRef(null);
  useEffect(() => {
    if (!things) return;
    const before = known.current;
    known.current = new Set(things.map(({ key }) => key));
    if (!before) return;
    for (const { kind, ...thing } of things) if (!before.has(thing.key)) bell.ring(kind, thing);
  }, [things && things.map(({ key }) => key).join(" ")]);
}

// The bell's options, drawn anew whenever they change here or in another tab.
export function useBell() {
  const { bell } = usePage();
  const [, draw] = useReducer((count) => count + 1, 0);
  useEffect(() => bell.subscribe(draw), [bell]);
  return bell;
}

// How one is called: a sound with a try of it, a notice on the desktop, and whether also while looking.
export function BellSettings() {
  const { say } = usePage();
  const bell = useBell();
  const { sound, notify, quiet } = bell.options;
  const [tried, setTried] = useState(null);
  const [permission, setPermission] = useState(noticePermission);
  const test = async () => setTried(await bell.play("joined"));
  const setSound = (on) => {
    bell.set({ sound: on });
    if (on) test();
    else setTried(null);
  };
  const setNotify = async (on) => {
    if (on) {
      const answer = await askForNotices();
      setPermission(answer);
      if (answer !== "granted") return bell.set({ notify: false });
    }
    return bell.set({ notify: on });
  };
  return html`
    <div class="bell-settings" role="group" aria-label=${say("chat-bell")}>
      <div class="bell-line">
        <label class="check"><input type="checkbox" name="sound" checked=${sound} onChange=${(event) => setSound(event.target.checked)} />
          <span>${say("chat-bell-sound")}</span></label>
        <button class="button button-small" type="button" onClick=${test}>${say("chat-bell-test")}</button>
      </div>
      <p class="small" role="status">${tried && say(`chat-bell-${tried}`)}</p>
      <label class="check"><input type="checkbox" name="notify" checked=${notify && permission === "granted"}
          disabled=${permission === "unsupported"} onChange=${(event) => setNotify(event.target.checked)} />
        <span>${say("chat-bell-notify")}</span></label>
      ${permission === "denied" && html`<p class="small">${say("chat-bell-denied")}</p>`}
      ${permission === "unsupported" && html`<p class="small">${say("chat-bell-nowhere")}</p>`}
      <label class="check"><input type="checkbox" name="quiet" checked=${quiet} onChange=${(event) => bell.set({ quiet: event.target.checked })} />
        <span>${say("chat-bell-quiet")}</span></label>
    </div>`;
}

// The same behind a small bell; Escape and a click elsewhere close it.
export function BellMenu({ children }) {
  const { say } = usePage();
  const bell = useBell();
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
  const on = bell.options.sound || bell.options.notify;
  return html`
    <details class="bell-menu" ref=${menu} onKeyDown=${onKeyDown}>
      <summary class=${`tool${on ? " tool-on" : ""}`} title=${say("chat-bell")}><${Icon} name=${on ? "bell" : "bell-off"} />
        <span class="visually-hidden">${say("chat-bell")}</span></summary>
      <div class="bell-menu-body"><p class="eyebrow">${say("chat-bell")}</p><${BellSettings} />${children}</div>
    </details>`;
}
