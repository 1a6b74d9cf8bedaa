// The page of patterns: a page area's real views in every state, each over a client of its own that has been told a fixed
// story and asks no server. `/patterns/<area>` shows all states, `?state=<name>` one of them alone, as people would see it.

import { Bell } from "../chat/bell.js";
import { Client } from "../chat/client.js";
import { Keepsakes, Memory } from "../chat/memory.js";
import { Words } from "../chat/words.js";
import { Page, html, render, useEffect, usePage } from "../view/html.js";

// An answer that never comes: a page that is looked at must not change.
const silence = () => new Promise(() => {});

// `states` is {name: {view, settings?, replies?, tell?}}: `tell(client)` tells the story, `replies` is {"GET /path": body}.
export function gallery(area, states) {
  const settings = JSON.parse(document.getElementById("settings").textContent);
  const words = new Words(settings.locale, settings.words);
  const alone = new URLSearchParams(location.search).get("state");
  const page = (name) => pageOf(words, settings, states[name]);
  const root = document.getElementById("page");
  root.replaceChildren();
  if (states[alone]) {
    render(html`<${Page.Provider} value=${page(alone)}><${states[alone].view} /><//>`, root);
    return;
  }
  const pages = Object.fromEntries(Object.keys(states).map((name) => [name, page(name)]));
  render(html`<${All} area=${area} states=${states} pages=${pages} words=${words} />`, root);
}

function pageOf(words, settings, { tell = () => {}, replies = {}, ...more }) {
  const memory = () => new Memory(new Map());
  const answer = async (path, options = {}) => {
    const reply = replies[`${options.method ?? "GET"} ${path}`];
    if (reply === undefined) return silence();
    return new Response(JSON.stringify(reply), { headers: { "Content-Type": "application/json" } });
  };
  const its = { ...settings, ...more.settings, prefix: "" };
  const client = new Client({ settings: its, keepsakes: new Keepsakes(memory(), memory()), fetch: answer });
  const bell = new Bell({ memory: memory(), looking: () => true, ready: () => true, play: async () => "ok", show: () => {} });
  const drafts = new Drafts(more.drafts ?? {});
  tell(client);
  return { client, words, say: words.say, settings: its, drafts, kept: memory(), bell };
}

// What a tab has kept, for a state that begins with it.
class Drafts {
  constructor(kept) {
    Object.assign(this, { kept });
  }

  get(name, otherwise = null) {
    return this.kept[name] ?? otherwise;
  }

  set(name, value) {
    this.kept[name] = value;
  }
}

function All({ area, states, pages, words }) {
  // Every state takes the focus as its page would; here none may have it.
  useEffect(() => {
    const settle = setTimeout(() => { document.activeElement?.blur(); scrollTo(0, 0); document.title = words.say("patterns-title"); }, 400);
    return () => clearTimeout(settle);
  }, []);
  return html`
    <div class="patterns">
      <h1 class="title">${words.say("patterns-title")}</h1>
      <p class="lead">${words.say("patterns-lead")}</p>
      ${Object.entries(states).map(([name, { view: View, wide }]) => html`
        <section class="pattern" key=${name} id=${name}>
          <h2 class="eyebrow"><a href=${`?state=${name}`}><bdi>${area} · ${name}</bdi></a></h2>
          <div class=${`pattern-frame${wide ? " pattern-frame-wide" : ""}`}>
            <${Page.Provider} value=${pages[name]}><${View} /><//>
          </div>
        </section>`)}
    </div>`;
}

// A view that shows small widgets in a frame of its own; `draw` draws them with what usePage gives. Alone, it is a page.
export function Widgets({ draw }) {
  const page = usePage();
  if (!new URLSearchParams(location.search).get("state")) return html`<div class="guest pattern-widgets">${draw(page)}</div>`;
  return html`<main class="guest pattern-widgets"><h1 class="visually-hidden">${page.say("patterns-title")}</h1>${draw(page)}</main>`;
}
