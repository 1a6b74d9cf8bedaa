// What is known of the guest: the question, what came with it, and what agents set down.

import { html, usePage } from "./html.js";
import { Actions, Earlier, Notes, People, Tags } from "./room_work.js";

// In the order in which a helper asks for them; whatever else a site sends comes after, under its own name.
const KNOWN = [
  "product", "topic", "browser", "version", "os", "locale", "began", "frequency", "same_computer", "preferred_agent", "tags",
  "extensions", "email", "consent", "user_agent", "troubleshooting",
];
// Longer than this is small print, and longer than that is shown on demand.
const SMALL_CHARACTERS = 60;
const LONG_CHARACTERS = 300;

export function GuestPanel({ room, state, attempt, onDialog, onNote }) {
  const { say, words } = usePage();
  const { extra = {}, locale, tags = [], ...others } = room.metadata;
  // Tags that came with the question stand among the tags, unless they were taken off.
  const metadata = { ...others, locale: locale && words.language(locale), tags: tags.filter?.((tag) => !room.tags.includes(tag)) };
  const facts = [
    ...KNOWN.map((name) => [name, say(`agent-fact-${name.replaceAll("_", "-")}`), metadata[name]]),
    ...Object.entries(metadata).filter(([name]) => !KNOWN.includes(name)).map(([name, value]) => [name, name, value]),
    ...Object.entries(extra).map(([name, value]) => [`extra ${name}`, name, value]),
  ].filter(([, , value]) => value !== undefined && value !== null && value !== "" && value.length !== 0);
  const goesOn = !room.ended;
  return html`
    <section class="guest-panel" id="guest" aria-label=${say("agent-about")} tabindex="-1">
      <div class="guest-about">
        <section>
          <h2 class="section-title">${say("agent-question")}</h2>
          <blockquote class="guest-question" dir="auto">${room.question}</blockquote>
        </section>
        ${goesOn && html`<${Tags} key=${`${room.id} tags`} room=${room} attempt=${attempt} />`}
        ${facts.length > 0 && html`
          <section>
            <h2 class="section-title">${say("agent-details")}</h2>
            <dl class="facts">${facts.map(([key, name, value]) => html`<dt key=${`${key} name`}>${name}</dt><${Fact} key=${key} value=${value} />`)}</dl>
          </section>`}
        <${Notes} room=${room} onNote=${goesOn ? onNote : undefined} />
        ${goesOn && html`<${Earlier} key=${`${room.id} earlier`} room=${room} />`}
        ${goesOn && html`<${People} room=${room} state=${state} onDialog=${onDialog} />`}
      </div>
      ${goesOn && html`<${Actions} room=${room} state=${state} attempt=${attempt} onDialog=${onDialog} />`}
    </section>`;
}

// The same place for a room of helpers: what it is about, and who is in it.
export function RoomPanel({ room, state, attempt, onDialog }) {
  const { say } = usePage();
  return html`
    <section class="guest-panel" id="guest" aria-label=${say("agent-about-room")} tabindex="-1">
      <div class="guest-about">
        ${room.topic && html`
          <section><h2 class="section-title">${say("agent-fact-topic")}</h2><p class="guest-question" dir="auto">${room.topic}</p></section>`}
        <${People} room=${room} state=${state} onDialog=${onDialog} />
      </div>
      <${Actions} room=${room} state=${state} attempt=${attempt} onDialog=${onDialog} />
    </section>`;
}

function Fact({ value }) {
  const { say } = usePage();
  const text = written(value, say);
  if (text.length > LONG_CHARACTERS) {
    return html`
      <dd class="fact-raw"><details><summary>${say("agent-fact-show", { characters: text.length })}</summary><pre>${text}</pre></details></dd>`;
  }
  return html`<dd class=${text.length > SMALL_CHARACTERS ? "fact-raw" : ""}><bdi>${text}</bdi></dd>`;
}

function written(value, say) {
  if (typeof value === "boolean") return say(value ? "agent-fact-yes" : "agent-fact-no");
  if (Array.isArray(value)) return value.join(", ");
  return typeof value === "object" ? JSON.stringify(value) : String(value);
}
