// Small charts of a few lines of SVG. Time runs in the reading direction; figures are never mirrored. Each has a table with
// the same figures, which only those read who do not see the drawing.

import { html } from "./html.js";

const WIDTH = 280;
const BASE = 90;
const TOP = 8;
const EVERY = 2;

const mirrored = () => document.documentElement.dir === "rtl";
const across = (x) => (mirrored() ? WIDTH - x : x).toFixed(1);

function Table({ title, head, rows }) {
  return html`
    <table class="visually-hidden"><caption>${title}</caption>
      <thead><tr>${head.map((each) => (each ? html`<th scope="col">${each}</th>` : html`<td />`))}</tr></thead>
      <tbody>${rows.map(([first, ...cells]) => html`<tr><th scope="row">${first}</th>${cells.map((cell) => html`<td>${cell}</td>`)}</tr>`)}</tbody>
    </table>`;
}

const middle = (index, count) => ((index + 0.5) / count) * WIDTH;

function Hours({ rows }) {
  // Every second hour at most, and fewer of a long day, counted from the one that runs.
  const every = Math.max(EVERY, Math.ceil(rows.length / 8));
  return html`
    <line class="axis-line" x1="0" x2=${WIDTH} y1=${BASE} y2=${BASE} />
    ${rows.map((row, index) => (rows.length - 1 - index) % every === 0 && html`
      <text class="axis" x=${across(middle(index, rows.length))} y="105">${row.label}</text>`)}`;
}

// One bar an hour; the hour that runs is in the strong colour.
export function Bars({ rows, title, column }) {
  const most = Math.max(1, ...rows.map((row) => row.value));
  const step = WIDTH / rows.length;
  const width = Math.max(2, step - 4);
  const height = (value) => (value ? Math.max(2, (value / most) * (BASE - TOP - 8)) : 1);
  return html`
    <svg class="chart-drawing" viewBox=${`0 0 ${WIDTH} 108`} aria-hidden="true">
      ${rows.map(({ value }, index) => {
        const start = middle(index, rows.length) - width / 2;
        return html`
          <rect class=${index === rows.length - 1 ? "bar-now" : "bar"} x=${(mirrored() ? WIDTH - start - width : start).toFixed(1)}
            y=${(BASE - height(value)).toFixed(1)} width=${width.toFixed(1)} height=${height(value).toFixed(1)} rx="2" />`;
      })}
      <text class=${`axis ${mirrored() ? "axis-start" : "axis-end"}`} x=${across(WIDTH)} y="6">${most > 1 ? most : ""}</text>
      <${Hours} rows=${rows} />
    </svg>
    <${Table} title=${title} head=${["", column]} rows=${rows.map((row) => [row.label, row.value])} />`;
}

// Two lines over the hours; an hour without a figure is a gap.
export function Lines({ rows, upper, lower, title, format }) {
  const value = (row, [name]) => row[name];
  const most = Math.max(60, ...rows.map((row) => value(row, upper) ?? 0));
  const y = (seconds) => BASE - (seconds / most) * (BASE - TOP - 10);
  const points = (line) => {
    const stretches = [[]];
    rows.forEach((row, index) => {
      const seconds = value(row, line);
      if (seconds === null) stretches.push([]);
      else stretches.at(-1).push([across(middle(index, rows.length)), y(seconds).toFixed(1)]);
    });
    return stretches.filter((stretch) => stretch.length);
  };
  const draw = (line, kind) => points(line).map((stretch) => (stretch.length > 1
    ? html`<polyline class=${kind} points=${stretch.map((point) => point.join(",")).join(" ")} />`
    : html`<circle class=${`${kind} dot`} cx=${stretch[0][0]} cy=${stretch[0][1]} r="2.5" />`));
  const end = (line) => rows.findLast((row) => value(row, line) !== null);
  const label = (line, above) => {
    const last = end(line);
    return last && html`<text class=${`axis ${mirrored() ? "axis-start" : "axis-end"}`} x=${across(WIDTH)}
      y=${Math.min(BASE - 3, Math.max(10, y(value(last, line)) + (above ? -6 : 12))).toFixed(1)}>${line[1]}</text>`;
  };
  const close = end(upper) && Math.abs(y(value(end(upper), upper)) - y(value(end(lower), lower))) < 14;
  return html`
    <svg class="chart-drawing" viewBox=${`0 0 ${WIDTH} 108`} aria-hidden="true">
      ${draw(upper, "line-soft")}${draw(lower, "line-strong")}${label(upper, true)}${!close && label(lower, true)}
      <${Hours} rows=${rows} />
    </svg>
    <${Table} title=${title} head=${["", lower[1], upper[1]]}
      rows=${rows.map((row) => [row.label, ...[lower, upper].map((line) => (value(row, line) === null ? "–" : format(value(row, line))))])} />`;
}

// How often each score was given, the best on top.
export function Scores({ rows, title, score, column }) {
  const most = Math.max(1, ...rows.map((row) => row.count));
  const room = WIDTH - 58;
  const bar = (kind, index, width) => html`
    <rect class=${kind} x=${(mirrored() ? WIDTH - 16 - width : 16).toFixed(1)} y=${5 + index * 21} width=${width.toFixed(1)} height="12" rx="2" />`;
  return html`
    <svg class="chart-drawing" viewBox=${`0 0 ${WIDTH} 108`} aria-hidden="true">
      ${rows.map((row, index) => html`
        <text class=${`axis ${mirrored() ? "axis-end" : "axis-start"}`} x=${across(0)} y=${15 + index * 21}>${row.score}</text>
        ${bar("bar-track", index, room)}${row.count > 0 && bar(row.score > 3 ? "bar-now" : "bar", index, (row.count / most) * room)}
        <text class=${`axis ${mirrored() ? "axis-start" : "axis-end"}`} x=${across(WIDTH)} y=${15 + index * 21}>${row.count}</text>`)}
    </svg>
    <${Table} title=${title} head=${[score, column]} rows=${rows.map((row) => [row.score, row.count])} />`;
}
