// What was found. However many there are, only those in sight are drawn; the next page is asked for before its place comes
// into view. Arrow keys go from one to the next.

import { html, useEffect, useLayoutEffect, usePage, useRef, useState } from "./html.js";
import { Icon, Parakeet } from "./marks.js";

// Drawn beyond what is in sight, on either side.
const AROUND = 6;
// So many before the end the next page is asked for.
const AHEAD = 25;

export function Results({ looked, history, filters, room, address, onOpen, onClear }) {
  const { say } = usePage();
  const box = useRef();
  // Where the arrow keys lead while its row is not drawn yet.
  const walking = useRef(null);
  const [view, setView] = useState({ first: 0, last: 20, row: 0 });
  const { rooms, stage } = looked;
  const measure = () => {
    const row = box.current?.querySelector(".result-item")?.offsetHeight ?? 0;
    if (!row) return;
    const list = box.current.querySelector("ol");
    const top = box.current.scrollTop - list.offsetTop;
    const first = Math.max(0, Math.floor(top / row) - AROUND);
    const last = Math.ceil((top + box.current.clientHeight) / row) + AROUND;
    setView((before) => (before.first === first && before.last === last && before.row === row ? before : { first, last, row }));
    if (last + AHEAD > rooms.length) history.more();
  };
  useLayoutEffect(measure, [rooms, stage]);
  useEffect(() => {
    const watch = new ResizeObserver(measure);
    watch.observe(box.current);
    return () => watch.disconnect();
  });
  // Another question begins at its top, before anybody can have walked down from there.
  const question = JSON.stringify(filters);
  useLayoutEffect(() => { if (box.current) box.current.scrollTop = 0; }, [question]);

  const onKeyDown = (event) => {
    const step = { ArrowDown: 1, ArrowUp: -1, Home: -Infinity, End: Infinity }[event.key];
    const at = walking.current ?? Number(event.target.closest?.(".result")?.dataset.index);
    if (!step || Number.isNaN(at)) return;
    event.preventDefault();
    focus(Math.min(rooms.length - 1, Math.max(0, at + step)));
  };
  const focus = (index) => {
    const list = box.current.querySelector("ol");
    const top = list.offsetTop + index * view.row;
    if (top < box.current.scrollTop) box.current.scrollTop = top;
    else if (top + view.row > box.current.scrollTop + box.current.clientHeight) box.current.scrollTop = top + view.row - box.current.clientHeight;
    const row = () => box.current?.querySelector(`[data-index="${index}"]`);
    if (row()) return row().focus({ preventScroll: true });
    // Far away: it is drawn first. Until then the keys come to the list, and count from there.
    walking.current = index;
    box.current.focus({ preventScroll: true });
    measure();
    return undefined;
  };
  useLayoutEffect(() => {
    const row = walking.current !== null && box.current.querySelector(`[data-index="${walking.current}"]`);
    if (!row) return;
    walking.current = null;
    row.focus({ preventScroll: true });
  });
  const first = view.row ? Math.min(view.first, Math.max(0, rooms.length - 1)) : 0;
  const shown = rooms.slice(first, view.last);
  const after = Math.max(0, rooms.length - first - shown.length);
  return html`
    <section class=${`results${stage === "asking" ? " is-asking" : ""}`} id="results" aria-label=${say("history-results")} aria-busy=${stage === "asking"}
      tabindex="-1" ref=${box} onScroll=${measure} onKeyDown=${onKeyDown}>
      <p class="results-head" role="status">${head(looked, say)}</p>
      ${rooms.length > 0 && html`
        <ol>
          ${first > 0 && html`<li key="before" aria-hidden="true" style=${{ blockSize: `${first * view.row}px` }} />`}
          ${shown.map((each, index) => html`
            <${Result} key=${each.id} found=${each} index=${first + index} count=${looked.total ?? -1} current=${each.id === room}
              address=${address(each.id)} onOpen=${onOpen} />`)}
          ${after > 0 && html`<li key="after" aria-hidden="true" style=${{ blockSize: `${after * view.row}px` }} />`}
        </ol>`}
      ${stage === "more" && html`<p class="results-more"><${Icon} name="again" spin />${say("history-more")}</p>`}
      ${stage === "failed" && html`
        <div class="empty"><p role="alert">${looked.problem || say("history-failed")}</p>
          <p><button class="button" type="button" onClick=${() => history.again()}>${say("chat-try-now")}</button></p></div>`}
      ${stage === "there" && rooms.length === 0 && html`<${Nothing} filters=${filters} onClear=${onClear} />`}
    </section>`;
}

function head({ rooms, total, stage, cursor, filters: { q } }, say) {
  // What is still shown then answers the question before.
  if (stage === "asking") return say("history-asking");
  if (stage === "failed" || !rooms.length) return "";
  if (total === null) return q ? say("history-found-some", { q, more: cursor ? "yes" : "no", count: rooms.length }) : say("history-newest");
  return q ? say("history-found", { total, q }) : say("history-count", { total });
}

function Nothing({ filters, onClear }) {
  const { say } = usePage();
  const asked = Object.keys(filters).length > 0;
  return html`
    <div class="empty">
      <${Parakeet} kind="mark empty-mark" />
      <h2>${say(asked ? "history-nothing" : "history-none")}</h2>
      <p>${say(asked ? "history-nothing-text" : "history-none-text")}</p>
      ${asked && html`<p><button class="button" type="button" onClick=${onClear}>${say("history-clear-all")}</button></p>`}
    </div>`;
}

function Result({ found, index, count, current, address, onOpen }) {
  const { say, words } = usePage();
  const { name, kind, guest, agent, score, solved, tags } = found;
  const onClick = (event) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
    event.preventDefault();
    onOpen(found.id);
  };
  const minutes = found.ended_at ? Math.max(1, Math.round((Date.parse(found.ended_at) - Date.parse(found.started_at)) / 60000)) : null;
  return html`
    <li class="result-item" aria-setsize=${count} aria-posinset=${index + 1}>
      <a class="result" href=${address} data-index=${index} aria-current=${current ? "true" : undefined} onClick=${onClick}>
        <h2><bdi>${guest?.name ?? name}</bdi></h2><time dateTime=${found.started_at}>${words.short(found.started_at)}</time>
        <p class="result-snippet" dir="auto" dangerouslySetInnerHTML=${{ __html: found.snippet }} />
        <p class="result-meta">
          ${kind !== "support" ? html`<span>${say("history-group")}</span>`
            : solved === true ? html`<span class="outcome outcome-solved"><${Icon} name="check" />${say("history-solved-yes")}</span>`
            : solved === false ? html`<span>${say("history-solved-no")}</span>` : null}
          ${score !== null && html`<span>${say("history-of-five", { score })}</span>`}
          ${agent && html`<span><bdi>${agent.name}</bdi></span>`}
          <span>${minutes === null ? say("history-open") : say("history-minutes", { minutes })}</span>
          ${tags.length > 0 && html`<span class="push result-tags"><bdi>${tags.join(" · ")}</bdi></span>`}
        </p>
      </a>
    </li>`;
}
