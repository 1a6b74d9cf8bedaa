// The ways to help that do not need the chat: the site's forum and its search, with what was asked.

import { html, usePage } from "./html.js";
import { Icon } from "./marks.js";

// What an address takes along; servers refuse long ones.
const CARRIED_CHARACTERS = 1500;
const TITLE_CHARACTERS = 160;

// An address with {name} where a value goes.
function filled(url, values) {
  return url.replace(/\{(\w+)\}/g, (whole, name) => (name in values ? encodeURIComponent(values[name]) : whole));
}

// The ways to help that do not need the chat; nothing when the site has configured none.
export function Ways({ question = "", product = "", topic = "" }) {
  const { say, settings } = usePage();
  const search = settings.search_url && filled(settings.search_url, { query: question.slice(0, CARRIED_CHARACTERS) });
  const title = question.split("\n", 1)[0].slice(0, TITLE_CHARACTERS);
  const forum = settings.follow_up_url && filled(settings.follow_up_url, { title, body: question.slice(0, CARRIED_CHARACTERS), product, topic });
  const carries = question && forum !== settings.follow_up_url;
  const ways = [
    forum && { icon: "forum", url: forum, name: "guest-way-forum", more: carries ? "guest-way-forum-question" : "guest-way-forum-more" },
    search && (question
      ? { icon: "search", url: search, name: "guest-way-search-question", more: "guest-way-search-question-more" }
      : { icon: "search", url: search, name: "guest-way-search", more: "guest-way-search-more" }),
  ].filter(Boolean);
  if (!ways.length) return null;
  return html`
    <ul class="ways">
      ${ways.map(({ icon, url, name, more }) => html`
        <li key=${name}><a class="way" href=${url} target="_blank" rel="noopener">
          <${Icon} name=${icon} />
          <span class="way-name">${say(name)}<span class="way-more">${say(more)}</span></span>
          <${Icon} name="go" />
        </a></li>`)}
    </ul>`;
}
