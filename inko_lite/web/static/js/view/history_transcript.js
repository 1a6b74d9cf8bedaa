// One conversation of the past, as it looked: the guest on one side, the helpers on the other, notes between. The words that
// were looked for are marked in place without touching the text (CSS highlights), and the first of them is brought into view.

import { turns, withDays } from "../chat/select.js";
import { Dialog } from "./dialog.js";
import { html, useEffect, useLayoutEffect, usePage, useRef, useState } from "./html.js";
import { Day, Line, Note } from "./log.js";
import { Avatar, Icon, Parakeet } from "./marks.js";

const FORMATS = ["json", "txt", "html"];
const NOBODY = { id: null, kind: "agent" };
const COPIED_MS = 2000;

export function Transcript({ open, words, monitor, attempt, back, onBack, history }) {
  const { say } = usePage();
  const article = useRef();
  const id = open?.id;
  const there = open?.stage === "there";
  // A phone shows one of the two: the focus goes with what is shown.
  useEffect(() => { if (there && getComputedStyle(article.current).getPropertyValue("--alone").trim() === "1") article.current.focus(); }, [id, there]);
  return html`
    <article class="transcript" id="transcript" aria-label=${say("history-transcript")} tabindex="-1" ref=${article} aria-busy=${open?.stage === "asking"}>
      ${there ? html`<${Shown} key=${id} transcript=${open.transcript} words=${words} monitor=${monitor} attempt=${attempt} back=${back} onBack=${onBack} history=${history} />`
        : html`<div class="empty">
            ${open && html`<p><a class="button history-back" href=${back} onClick=${(event) => { event.preventDefault(); onBack(); }}>${say("history-back")}</a></p>`}
            ${!open ? html`<${Parakeet} kind="mark empty-mark" /><h2>${say("history-choose")}</h2><p>${say("history-choose-text")}</p>`
              : open.stage === "asking" ? html`<p role="status">${say("history-asking")}</p>`
              : html`<p role="alert">${open.problem || say("history-failed")}</p>
                  <p><button class="button" type="button" onClick=${() => history.open(id)}>${say("chat-try-now")}</button></p>`}
          </div>`}
    </article>`;
}

function Shown({ transcript, words: found, monitor, attempt, back, onBack, history }) {
  const { say, words, settings } = usePage();
  const [copied, setCopied] = useState(false);
  const [erasing, setErasing] = useState(false);
  const log = useRef();
  const places = useMarks(log, found, transcript);
  const { room: id, name, guest, guest_id: guestId, question } = transcript;
  const copy = () => attempt(async () => {
    await navigator.clipboard.writeText(`${location.origin}${location.pathname}?room=${encodeURIComponent(id)}`);
    setCopied(true);
    setTimeout(() => setCopied(false), COPIED_MS);
  });
  const until = transcript.ended_at ? say("history-until", { from: words.long(transcript.started_at), to: words.time(transcript.ended_at) })
    : say("history-since", { from: words.long(transcript.started_at) });
  const person = encodeURIComponent(guestId ?? "");
  return html`
    <header class="conversation-head">
      <a class="button button-quiet history-back" href=${back} onClick=${(event) => { event.preventDefault(); onBack(); }}>
        <${Icon} name="go" />${say("history-back")}</a>
      <div class="conversation-title"><h2><bdi>${guest ?? name}</bdi></h2><p><bdi>${question || name}</bdi>${" "}<span>· ${until}</span></p></div>
      <p class="export" role="group" aria-label=${say("history-export-one")}>
        ${FORMATS.map((format) => html`
          <a class="button" key=${format} download=${format === "html" ? undefined : `chat-${id}.${format}`} target=${format === "html" ? "_blank" : undefined}
            href=${`${settings.prefix}/transcripts/${id}${format === "json" ? "" : `.${format}`}`}>${say(`history-as-${format}`)}</a>`)}</p>
      <button class="button button-quiet" type="button" onClick=${copy}><${Icon} name=${copied ? "check" : "link"} />
        <span role="status">${say(copied ? "history-copied" : "history-copy")}</span></button>
    </header>
    <${Facts} transcript=${transcript} />
    <div class="log" tabindex="0" role="region" aria-label=${say("chat-log", { name: guest ?? name })} ref=${log}>
      <div class="log-items">
        ${question && html`<div class="opening"><p class="opening-head">${say("chat-question", { name: guest ?? name })}</p><blockquote dir="auto">${question}</blockquote></div>`}
        ${withDays(turns({ events: transcript.events }, [], NOBODY), transcript.started_at).map((item) => html`<${Item} key=${item.key} item=${item} guest=${guestId} />`)}
        ${transcript.score !== null && html`
          <div class="survey-card"><p class="survey-score">${words.number(transcript.score)}${" "}<small>${say("history-of-five-short")}</small></p>
            <p><b>${say(transcript.solved ? "history-solved-yes" : "history-solved-no")}</b>${transcript.comment && html`${" "}<bdi>“${transcript.comment}”</bdi>`}</p></div>`}
        ${monitor && guestId && html`
          <p class="person-tools"><a href=${`${settings.prefix}/subject/${person}`} download=${`person-${guestId}.json`}>${say("history-person-export")}</a>
            <button class="button button-quiet button-small button-danger" type="button" onClick=${() => setErasing(true)}>${say("history-erase")}</button></p>`}
      </div>
    </div>
    <p class="visually-hidden" role="status">${found.length > 0 && say("history-places", { places })}</p>
    ${erasing && html`
      <${Erase} name=${guest} onClose=${() => setErasing(false)} onErase=${() => attempt(() => history.erase(guestId))} />`}`;
}

// There is no way back from it, so it is not what the Enter key does.
function Erase({ name, onErase, onClose }) {
  const { say } = usePage();
  return html`
    <${Dialog} title=${say("history-erase-title", { name })} onClose=${onClose}>
      <p>${say("history-erase-text")}</p>
      <div class="dialog-actions">
        <button class="button button-stop" type="button" onClick=${() => { onClose(); onErase(); }}>${say("history-erase-action")}</button>
        <button class="button button-quiet" type="button" autofocus onClick=${onClose}>${say("chat-cancel")}</button>
      </div>
    <//>`;
}

function Facts({ transcript }) {
  const { say, words } = usePage();
  const time = (seconds) => (seconds === null || seconds === undefined ? null : words.elapsed(seconds));
  const facts = [
    ["agent", (transcript.agents ?? []).join(", ") || transcript.agent], ["waited", time(transcript.waited_seconds)],
    ["first-answer", time(transcript.first_answer_seconds)], ["lasted", time(transcript.duration_seconds)],
    ["product", [transcript.product, transcript.version].filter(Boolean).join(" ")], ["topic", transcript.topic], ["system", transcript.os],
    ["tags", (transcript.tags ?? []).join(", ")],
  ].filter(([, value]) => value);
  return html`
    <dl class="transcript-facts">${facts.map(([name, value]) => html`
      <div key=${name}><dt>${say(`history-fact-${name}`)}</dt><dd><bdi>${value}</bdi></dd></div>`)}</dl>`;
}

function Item({ item, guest }) {
  const { say, words } = usePage();
  if (item.type === "note") return html`<${Note} note=${item.event} />`;
  if (item.type === "day") return html`<${Day} at=${item.at} />`;
  if (item.type === "line") return html`<${Line} event=${item.event} room=${{ guest }} me=${NOBODY} />`;
  const { from, messages } = item;
  const helper = guest !== null && from.id !== guest;
  const gone = (message) => say(message.purged ? "history-purged" : "chat-redacted");
  return html`
    <div class=${`turn${helper ? " turn-own" : ""}`}>
      <p class="turn-head"><span class="turn-name"><bdi>${from.name}</bdi></span> <time dateTime=${messages[0].at}>${words.time(messages[0].at)}</time></p>
      ${!helper && html`<${Avatar} name=${from.name} kind="avatar-small" />`}
      <div class="bubbles">${messages.map((message) => (message.html === undefined
        ? html`<div class="bubble written" key=${message.id}><em>${gone(message)}</em></div>`
        : html`<div class="bubble written" key=${message.id} dir="auto" dangerouslySetInnerHTML=${{ __html: message.html }} />`))}</div>
    </div>`;
}

// Marks these words wherever they begin one in the log; how many places there are.
function useMarks(log, found, transcript) {
  const [places, setPlaces] = useState(0);
  const wanted = found.join(" ");
  useLayoutEffect(() => {
    if (!globalThis.Highlight || !log.current) return undefined;
    const ranges = wanted ? rangesOf(log.current, new Set(wanted.split(" "))) : [];
    CSS.highlights.set("found", new Highlight(...ranges));
    setPlaces(ranges.length);
    const first = ranges[0]?.startContainer.parentElement;
    if (first) log.current.scrollTop += first.getBoundingClientRect().top - log.current.getBoundingClientRect().top - 80;
    return () => CSS.highlights.delete("found");
  }, [wanted, transcript]);
  return places;
}

function rangesOf(root, words) {
  const beginnings = [...words].map((word) => (word.length > 4 ? word.slice(0, -1) : word));
  const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
  const ranges = [];
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    if (!node.parentElement.closest(".bubble, blockquote, .agent-note")) continue;
    for (const match of node.data.matchAll(/[\p{L}\p{N}_]+/gu)) {
      const word = match[0].toLowerCase();
      if (!beginnings.some((beginning) => word.startsWith(beginning))) continue;
      const range = document.createRange();
      range.setStart(node, match.index);
      range.setEnd(node, match.index + match[0].length);
      ranges.push(range);
    }
  }
  return ranges;
}
