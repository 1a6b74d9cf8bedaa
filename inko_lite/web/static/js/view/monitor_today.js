// Today in five small charts. Each says its figure first, then draws it, then gives the same as a table to those who do not see.

import { Bars, Lines, Scores } from "./charts.js";
import { html, usePage } from "./html.js";
import { Icon } from "./marks.js";

const MOST_TAGS = 8;
// At least so many hours are drawn, so that a morning is no single bar.
const LEAST_HOURS = 6;

export function Today({ day, tags, failed, now }) {
  const { say, words, settings } = usePage();
  return html`
    <section class="panel" id="today" aria-labelledby="today-t">
      <h2 class="panel-title" id="today-t" tabindex="-1">${say("monitor-today")}${" "}<span class="count">${words.date(now)}</span>
        ${day && html`
          <a class="push" href=${`${settings.prefix}/reports/summary.csv?from=${encodeURIComponent(day.from)}`} download>
            <${Icon} name="download" />${say("monitor-csv")}</a>`}</h2>
      ${day ? html`<ul class="charts"><${Charts} day=${day} tags=${tags} now=${now} /></ul>`
        : html`<p class="empty-line" role="status">${failed || say("monitor-loading")}</p>`}
    </section>`;
}

function Charts({ day, tags, now }) {
  const { say, words } = usePage();
  const { total } = day;
  const hours = busy(day.hours).map((hour) => ({ ...hour, label: words.hour(hour.at) }));
  const guests = total.chats + total.abandoned + total.answered_waiting;
  const usual = day.usual_chats === null ? "" : say("monitor-chats-usual", { usual: Math.round(day.usual_chats), day: words.weekday(now) });
  const chart = (title, figure, text, children, id) => html`
    <li id=${id} key=${title}><figure class="chart">
      <figcaption><h3>${title}</h3><p><b>${figure}</b>${" "}${text}</p></figcaption>${children}</figure></li>`;
  const rated = [5, 4, 3, 2, 1].map((score) => ({ score, count: total[`score_${score}`] }));
  return html`
    ${chart(say("monitor-chats-today"), words.number(total.chats), usual || say("monitor-chats-since"), html`
      <${Bars} rows=${hours.map((hour) => ({ label: hour.label, value: hour.chats }))} title=${say("monitor-chats-table")} column=${say("monitor-chats")} />`)}
    ${chart(say("monitor-waits-today"), total.wait_median_seconds === null ? "–" : words.elapsed(total.wait_median_seconds),
      total.wait_p90_seconds === null ? say("monitor-waits-none") : say("monitor-waits-text", { time: words.elapsed(total.wait_p90_seconds) }), html`
      <${Lines} title=${say("monitor-waits-table")} rows=${hours} format=${words.elapsed}
        upper=${["wait_p90_seconds", say("monitor-nine-of-ten")]} lower=${["wait_median_seconds", say("monitor-median")]} />`)}
    ${chart(say("monitor-left-today"), words.number(total.abandoned), say("monitor-left-text", { guests, share: words.percent(guests ? total.abandoned / guests : 0) }), html`
      <${Bars} rows=${hours.map((hour) => ({ label: hour.label, value: hour.abandoned }))} title=${say("monitor-left-table")} column=${say("monitor-left-column")} />`)}
    ${chart(say("monitor-csat"), total.score_mean === null ? "–" : words.score(total.score_mean), say("monitor-csat-text", { answers: total.surveys }), html`
      <${Scores} rows=${rated} title=${say("monitor-csat-table")} score=${say("monitor-csat-score")} column=${say("monitor-csat-answers")} />`)}
    <li id="tags"><${Tags} tags=${tags?.tags} /></li>`;
}

// From the first hour in which somebody came.
function busy(hours) {
  const first = hours.findIndex((hour) => hour.chats || hour.abandoned);
  return hours.slice(Math.max(0, Math.min(first < 0 ? hours.length : first, hours.length - LEAST_HOURS)));
}

function Tags({ tags }) {
  const { say, words } = usePage();
  const shown = (tags ?? []).slice(0, MOST_TAGS);
  const most = Math.max(1, ...shown.map((tag) => Math.max(tag.count, tag.expected)));
  const spikes = shown.filter((tag) => tag.spike);
  const share = (value) => (value / most) * 100;
  return html`
    <figure class="chart chart-wide">
      <figcaption><h3>${say("monitor-tags")}</h3>
        <p>${spikes.length ? html`<b>${spikes[0].tag}</b>${" "}${say("monitor-tag-spikes", { count: spikes[0].count, expected: Math.round(spikes[0].expected) })}`
          : say(shown.length ? "monitor-tags-usual" : "monitor-tags-none")}</p></figcaption>
      <ul class="tag-list">${shown.map((tag) => html`
        <li class=${`tag-row${tag.spike ? " is-spike" : ""}`} key=${tag.tag}>
          <span class="tag-name"><bdi>${tag.tag}</bdi></span>
          <svg viewBox="0 0 100 10" preserveAspectRatio="none" aria-hidden="true">
            <rect class=${tag.spike ? "bar-spike" : "bar"} width=${share(tag.count)} height="10" rx="1" />
            <line class="tag-usual" x1=${share(tag.expected)} x2=${share(tag.expected)} y1="0" y2="10" /></svg>
          <b class="number">${words.number(tag.count)}</b><span class="muted">${say("monitor-tag-usual", { expected: Math.round(tag.expected) })}</span>
        </li>`)}</ul>
    </figure>`;
}
