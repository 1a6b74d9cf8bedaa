// The history: a search over all that was said, what was found, and beside it the conversation as it looked. The address
// says what is shown, so that it can be sent to a colleague and gone back to.

import { History, foundWords, fromQuery, toQuery } from "../chat/history.js";
import { useTitle } from "./attention.js";
import { ConnectionBanner } from "./banner.js";
import { Filters } from "./history_filters.js";
import { Results } from "./history_results.js";
import { Transcript } from "./history_transcript.js";
import { html, useClientState, useEffect, useMemo, usePage, useReducer, useRef, useState } from "./html.js";
import { Icon, Parakeet } from "./marks.js";
import { Out } from "./signed_out.js";
import { TopBar } from "./top_bar.js";

export function HistoryPage() {
  const { client, say } = usePage();
  const state = useClientState(client);
  const history = useMemo(() => new History(client), [client]);
  const looked = useLooked(history);
  const [wanted, want] = useState(() => fromQuery(location.search));
  const [problem, setProblem] = useState(null);
  const search = useRef();
  const attempt = async (action) => {
    setProblem(null);
    try {
      return await action();
    } catch (error) {
      setProblem(error.detail || error.message);
      return undefined;
    }
  };
  const go = useAddress(wanted, want);
  const asks = JSON.stringify(wanted.filters);
  const typed = useRef(false);
  useEffect(() => { if (state.ready) history.find(wanted.filters, typed.current); }, [state.ready, asks]);
  useEffect(() => { if (state.ready) history.open(wanted.room); }, [state.ready, wanted.room]);
  useEffect(() => {
    const onKeyDown = (event) => {
      const find = (event.key.toLowerCase() === "k" && (event.ctrlKey || event.metaKey))
        || (event.key === "/" && !event.target.closest?.("input, textarea, select"));
      if (!find) return;
      event.preventDefault();
      search.current?.focus();
      search.current?.select();
    };
    document.addEventListener("keydown", onKeyDown);
    return () => document.removeEventListener("keydown", onKeyDown);
  }, []);
  useTitle(wanted.filters.q ? say("history-title", { q: wanted.filters.q }) : say("site-history"), 0);

  if (state.out) return html`<${Out} out=${state.out} />`;
  if (!state.ready) return html`<${Starting} state=${state} />`;
  const monitor = state.session.permissions.includes("monitor");
  const change = (filters, letters = false) => {
    typed.current = letters;
    // What is typed changes the address it is at; a filter that was set is something to go back from.
    go({ filters, room: wanted.room }, letters);
  };
  const current = looked.rooms.find((room) => room.id === wanted.room);
  return html`
    <div class="history-page" data-pane=${wanted.room ? "transcript" : "results"}>
      <a class="skip-link" href="#results">${say("history-skip")}</a>
      <${TopBar} page="history" state=${state} attempt=${attempt} />
      <div class="console-banners">
        <${ConnectionBanner} state=${state} />
        <div role="alert">
          ${problem && html`
            <div class="banner banner-danger"><${Icon} name="warn" /><p>${problem}</p>
              <button class="button button-small" type="button" onClick=${() => setProblem(null)}>${say("agent-close")}</button></div>`}
        </div>
      </div>
      <main class="history">
        <h1 class="visually-hidden">${say("site-history")}</h1>
        <${Filters} filters=${wanted.filters} looked=${looked} history=${history} agents=${state.agents} monitor=${monitor} search=${search} onChange=${change} />
        <div class="history-panes">
          <${Results} looked=${looked} history=${history} filters=${wanted.filters} room=${wanted.room} onClear=${() => change({})}
            address=${(room) => toQuery(wanted.filters, room) || "?"} onOpen=${(room) => go({ filters: wanted.filters, room })} />
          <${Transcript} open=${looked.open} words=${foundWords(wanted.filters.q, current?.snippet)} monitor=${monitor} attempt=${attempt}
            back=${toQuery(wanted.filters) || "?"} onBack=${() => go({ filters: wanted.filters, room: null })} history=${history} />
        </div>
      </main>
    </div>`;
}

function useLooked(history) {
  const [, draw] = useReducer((count) => count + 1, 0);
  useEffect(() => history.subscribe(draw), [history]);
  return history.state;
}

// Going to what is wanted: the address follows, and back and forward lead there again.
function useAddress(wanted, want) {
  useEffect(() => {
    const onPop = () => want(fromQuery(location.search));
    addEventListener("popstate", onPop);
    return () => removeEventListener("popstate", onPop);
  }, []);
  return (next, replace = false) => {
    const address = location.pathname + toQuery(next.filters, next.room);
    if (address === location.pathname + location.search) return;
    if (replace) window.history.replaceState(null, "", address);
    else window.history.pushState(null, "", address);
    want(next);
  };
}

function Starting({ state }) {
  const { say } = usePage();
  return html`
    <main class="console-starting">
      <${ConnectionBanner} state=${state} />
      <div class="empty"><${Parakeet} kind="mark empty-mark" /><h1>${say("site-history")}</h1><p>${say("agent-starting")}</p></div>
    </main>`;
}
