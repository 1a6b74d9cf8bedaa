// Saved replies: a text that begins with "/" looks for one; the keys choose, Tab or Enter puts it into the answer, filled in
// for this guest.

import { findReplies, replySearch } from "../chat/select.js";
import { html, useEffect, useId, usePage, useState } from "./html.js";

const MOST = 5;
const REST_MS = 120;

export function useSavedReplies(room, { text, write }, off = false) {
  const { client } = usePage();
  const id = useId();
  const [replies, setReplies] = useState(null);
  const [at, setAt] = useState(0);
  const [closed, setClosed] = useState(null);
  const search = off ? null : replySearch(text);
  const on = search !== null && closed !== text;
  // Asked for anew each time, as others save replies too, and as they are filled in for this room.
  useEffect(() => {
    if (!on) return;
    client.desk.replies(room.id).then(setReplies, () => setReplies([]));
  }, [on, room.id]);
  useEffect(() => setAt(0), [search]);
  const found = on && replies ? findReplies(replies, search, MOST) : [];
  const choose = (reply) => write(reply.text);
  const onKey = (event) => {
    if (!found.length || event.isComposing) return false;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step && !event.altKey) setAt((at + step + found.length) % found.length);
    else if (event.key === "Tab" || (event.key === "Enter" && !event.shiftKey && !event.altKey)) choose(found[at] ?? found[0]);
    else if (event.key === "Escape") setClosed(text);
    else return false;
    event.preventDefault();
    return true;
  };
  // What the guest will read, once the choice has rested on it for a moment.
  const shown = found[at] ?? found[0] ?? null;
  const [previews, setPreviews] = useState({});
  useEffect(() => {
    if (!shown || previews[shown.id] !== undefined) return undefined;
    const timer = setTimeout(() => {
      client.preview(shown.text).then((made) => setPreviews((known) => ({ ...known, [shown.id]: made })), () => {});
    }, REST_MS);
    return () => clearTimeout(timer);
  }, [shown?.id]);
  const preview = shown && previews[shown.id];
  const bind = found.length ? { "aria-controls": id, "aria-activedescendant": `${id}-${at}` } : {};
  return { id, found, at, preview, choose, onKey, bind: { "aria-autocomplete": "list", ...bind }, none: on && replies !== null && !found.length };
}

export function SavedReplies({ saved, name }) {
  const { say } = usePage();
  if (saved.none) return html`<p class="saved-none" role="status">${say("agent-replies-none")}</p>`;
  if (!saved.found.length) return null;
  const shown = saved.found[saved.at] ?? saved.found[0];
  return html`
    <div class="saved-replies">
      <ul class="saved-replies-list" role="listbox" id=${saved.id} aria-label=${say("agent-replies")}>
        ${saved.found.map((reply, index) => html`
          <li key=${reply.id} class="saved-reply" role="option" id=${`${saved.id}-${index}`} aria-selected=${reply === shown ? "true" : "false"}
            onMouseDown=${(event) => { event.preventDefault(); saved.choose(reply); }}>
            <b dir="auto">/${reply.title}</b><span dir="auto">${reply.category || reply.text}</span>${reply === shown && html`<kbd>Tab</kbd>`}</li>`)}
      </ul>
      <div class="saved-reply-preview"><p class="label">${say("agent-replies-preview", { name })}</p>
        ${saved.preview === undefined || saved.preview === null ? html`<p class="written-plain" dir="auto">${shown.text}</p>`
          : html`<div class="written" dir="auto" dangerouslySetInnerHTML=${{ __html: saved.preview }} />`}</div>
    </div>`;
}
