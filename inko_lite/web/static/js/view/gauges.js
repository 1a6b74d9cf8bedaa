// The six limits: how far each is used now, and the line of the last hour. The line is drawn for the eye; the same is said
// in words to those who do not see it.

import { html, usePage } from "./html.js";
import { Icon } from "./marks.js";

const WIDTH = 200;
const HEIGHT = 44;
const TOP = 4;
const BYTES = new Set(["largest_message", "fullest_session"]);

export function Gauges({ gauges, certificate }) {
  const { say, words } = usePage();
  if (!gauges.length) return html`<section class="gauges gauges-empty" aria-busy="true" aria-label=${say("monitor-limits")} />`;
  const past = gauges.filter((gauge) => gauge.past !== null);
  return html`
    <section id="limits" aria-labelledby="limits-t">
      <h2 class="visually-hidden" id="limits-t" tabindex="-1">${say("monitor-limits")}</h2>
      <div class="gauges">${gauges.map((gauge) => html`<${Gauge} key=${gauge.name} gauge=${gauge} />`)}</div>
      ${past.length > 0 && html`
        <p class="gauges-note"><${Icon} name="warn" />
          <span>${say("monitor-past-certified", {
            gauges: past.map((gauge) => say(`monitor-gauge-${gauge.name.replaceAll("_", "-")}`)).join(", "),
            commit: String(certificate.commit).slice(0, 12), date: words.date(certificate.date),
          })}</span></p>`}
    </section>`;
}

function Gauge({ gauge }) {
  const { say, words } = usePage();
  const { name, value, limit, share, state, hour } = gauge;
  const label = say(`monitor-gauge-${name.replaceAll("_", "-")}`);
  const amount = (count) => (BYTES.has(name) ? words.bytes(count) : words.number(count));
  const known = hour.filter((each) => each !== null);
  const text = say("monitor-gauge-text", {
    value: amount(value), limit: amount(limit), low: amount(Math.min(...known)), high: amount(Math.max(...known)), percent: words.percent(share),
  });
  return html`
    <div class=${`gauge${state ? ` gauge-${state}` : ""}`} role="meter" aria-label=${label} aria-valuemin="0" aria-valuemax=${limit}
      aria-valuenow=${Math.min(value, limit)} aria-valuetext=${text}>
      <p class="gauge-name">${label}</p>
      <p class="gauge-value"><b>${BYTES.has(name) ? words.bytesAs(value, limit) : amount(value)}</b> <span>/ ${amount(limit)}</span></p>
      <span class="gauge-percent">${state && html`<${Icon} name="warn" />`}${words.percent(share)}</span>
      <${Sparkline} hour=${hour} limit=${limit} />
      <svg class="gauge-bar" viewBox="0 0 100 4" preserveAspectRatio="none" aria-hidden="true">
        <rect class="gauge-track" width="100" height="4" /><rect class="gauge-fill" width=${Math.min(100, share * 100)} height="4" /></svg>
    </div>`;
}

// A line for each stretch of minutes that somebody looked at; a gap where the service was away.
function Sparkline({ hour, limit }) {
  const top = Math.max(limit, ...hour, 1);
  const x = (index) => ((index / (hour.length - 1)) * WIDTH).toFixed(1);
  const y = (value) => (HEIGHT - (value / top) * (HEIGHT - TOP)).toFixed(1);
  const stretches = [];
  hour.forEach((value, index) => {
    if (value === null) return;
    if (index === 0 || hour[index - 1] === null) stretches.push([]);
    stretches.at(-1).push([x(index), y(value)]);
  });
  const line = (points) => points.map((point) => point.join(",")).join(" ");
  return html`
    <svg class="sparkline" viewBox=${`0 0 ${WIDTH} ${HEIGHT}`} preserveAspectRatio="none" aria-hidden="true">
      <line class="spark-limit" x1="0" x2=${WIDTH} y1=${y(limit)} y2=${y(limit)} />
      ${stretches.map((points) => html`
        <polygon class="spark-area" points=${`${points[0][0]},${HEIGHT} ${line(points)} ${points.at(-1)[0]},${HEIGHT}`} />
        <polyline class="spark-line" points=${line(points.length > 1 ? points : [points[0], [WIDTH, points[0][1]]])} />`)}
    </svg>`;
}
