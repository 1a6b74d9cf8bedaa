// How a page begins, whichever it is: the settings that the server wrote into it, the client, the first view.

import { Client } from "./chat/client.js";
import { Keepsakes, Memory } from "./chat/memory.js";
import { Words } from "./chat/words.js";
import { Page, html, render } from "./view/html.js";

// After this long in the background a connection may have died without a word.
const ASLEEP_MS = 30000;

export function open(View) {
  const settings = JSON.parse(document.getElementById("settings").textContent);
  const words = new Words(settings.locale, settings.words);
  const drafts = new Memory(storageOf("sessionStorage"));
  const client = new Client({ settings, keepsakes: new Keepsakes(drafts, new Memory(storageOf("localStorage"))) });
  const page = { client, words, say: words.say, settings, drafts };
  const root = document.getElementById("page");
  root.replaceChildren();
  render(html`<${Page.Provider} value=${page}><${View} /><//>`, root);
  listen(client);
  client.start();
}

// A browser that forbids storage throws when it is only looked at.
function storageOf(name) {
  try {
    return window[name];
  } catch {
    return null;
  }
}

function listen(client) {
  let hidden = 0;
  // Going offline ends no stream by itself: it would look alive until the next heartbeat fails to come.
  for (const name of ["online", "offline"]) addEventListener(name, () => client.hurry(true));
  addEventListener("pageshow", (event) => { if (event.persisted) client.hurry(true); });
  addEventListener("storage", () => client.recallRead());
  document.addEventListener("visibilitychange", () => {
    if (document.hidden) hidden = Date.now();
    else client.hurry(Date.now() - hidden > ASLEEP_MS);
  });
}
