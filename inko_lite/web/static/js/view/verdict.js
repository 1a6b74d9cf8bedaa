// The one sentence and the one action that matter most now, and what comes next. A screen reader is told when the sentence
// is about something else, not each second that somebody waits.

import { QUEUE_LATE_SECONDS } from "../chat/floor.js";
import { html, usePage } from "./html.js";
import { Icon } from "./marks.js";

const NEXT = 4;

export function Verdict({ matters, rooms, waiting, now, act }) {
  const { say, words } = usePage();
  const [first, ...others] = matters;
  if (!first) {
    return html`
      <section class="verdict verdict-calm" aria-labelledby="now-t">
        <p class="verdict-number"><${Icon} name="check" /></p>
        <div role="status"><h1 id="now-t" tabindex="-1">${say("monitor-now-calm")}</h1>
          <p>${say("monitor-now-calm-more", { rooms, waiting })}</p></div>
      </section>`;
  }
  const told = tell(first, say, words);
  const more = others.length - NEXT;
  return html`
    <section class=${`verdict verdict-${first.kind}`} aria-labelledby="now-t">
      <p class="verdict-number">${first.since ? words.elapsed((now - first.since) / 1000) : told.figure}</p>
      <div><h1 id="now-t" tabindex="-1">${told.title}</h1>
        ${told.text && html`<p dir="auto">${told.text}</p>`}${told.more && html`<p class="muted">${told.more}</p>`}</div>
      <p class="verdict-actions"><${Actions} matter=${first} act=${act} /></p>
      ${others.length > 0 && html`
        <ul class="verdict-next" aria-label=${say("monitor-then")}>
          ${others.slice(0, NEXT).map((matter) => html`
            <li key=${matter.kind + matter.key}><a href=${PLACE[matter.kind]}>${brief(matter, say, words, now)}</a></li>`)}
          ${more > 0 && html`<li class="muted">${say("monitor-then-more", { more })}</li>`}
        </ul>`}
      <p class="visually-hidden" role="status" key="said">${told.title}</p>
    </section>`;
}

const PLACE = {
  called: "#calls", waiting: "#waiting", lost: "#agents", unanswered: "#rooms", limit: "#limits", review: "#bans", spike: "#tags",
};

// What is said at length of a matter: {title, text?, more?, figure?}.
function tell(matter, say, words) {
  const { kind, call, guest, agent, room, gauge, tag, count } = matter;
  switch (kind) {
    case "called":
      return { title: say("monitor-now-called", { name: call.from.name, room: call.room_name }), text: call.detail.reason };
    case "waiting": {
      const { why, what } = guest.cause;
      return {
        title: say("monitor-now-waiting", { name: guest.name, why, what: why === "language" ? words.language(what) : what }), text: quoted(guest.question),
        more: say("monitor-now-goal", { goal: words.elapsed(QUEUE_LATE_SECONDS) }),
      };
    }
    case "lost":
      return { title: say("monitor-now-lost", { name: agent.name, chats: agent.chats }), text: say("monitor-now-lost-more") };
    case "unanswered":
      return { title: say("monitor-now-unanswered", { name: room.guest.name, agent: room.agent.name }), text: quoted(room.last?.body ?? "") };
    case "limit":
      return {
        title: say(`monitor-now-limit-${gauge.state}`, { gauge: say(`monitor-gauge-${gauge.name.replaceAll("_", "-")}`) }),
        text: say(`monitor-now-limit-more-${gauge.name.replaceAll("_", "-")}`), figure: words.percent(gauge.share),
      };
    case "review":
      return { title: say("monitor-now-review", { count }), text: say("monitor-now-review-more"), figure: words.number(count) };
    default:
      return {
        title: say("monitor-now-spike", { tag: tag.tag, count: tag.count, expected: Math.round(tag.expected) }),
        text: say("monitor-now-spike-more"), figure: words.number(tag.count),
      };
  }
}

// The same in a few words, for the list of what comes next.
function brief(matter, say, words, now) {
  const { title, figure } = tell(matter, say, words);
  const seconds = matter.since ? words.elapsed((now - matter.since) / 1000) : figure;
  return html`<b class="number">${seconds}</b> ${title}`;
}

function Actions({ matter, act }) {
  const { say } = usePage();
  const { kind, call, guest, agent, room } = matter;
  const primary = (label, onClick) => html`<button class="button button-primary" type="button" onClick=${onClick}>${label}</button>`;
  const second = (label, onClick) => html`<button class="button" type="button" onClick=${onClick}>${label}</button>`;
  switch (kind) {
    case "called": return primary(say("monitor-watch-chat"), () => act.watch(call.room));
    case "waiting":
      return html`${primary(say("monitor-take-chat"), () => act.take(guest.id))}
        ${["lacks", "language"].includes(guest.cause.why) ? second(say("monitor-anybody"), () => act.mend(guest, "anybody")) : second(say("monitor-front"), () => act.mend(guest, "front"))}`;
    case "lost": return primary(say("monitor-stand-down", { chats: agent.chats }), () => act.standDown(agent));
    case "unanswered":
      return html`${primary(say("monitor-watch-chat"), () => act.watch(room.id))}${second(say("agent-take-over"), () => act.takeOver(room.id))}`;
    default: return html`<a class="button button-primary" href=${PLACE[kind]}>${say("monitor-show")}</a>`;
  }
}

const quoted = (text) => (text ? `“${text}”` : "");
