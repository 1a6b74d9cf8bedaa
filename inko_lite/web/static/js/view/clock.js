// Time that passes on the page: one timer for everything that ticks.

import { html, useEffect, usePage, useReducer } from "./html.js";

const tickers = new Set();
let timer = null;

function everySecond(tick) {
  tickers.add(tick);
  timer ??= setInterval(() => tickers.forEach((each) => each()), 1000);
  return () => {
    tickers.delete(tick);
    if (tickers.size) return;
    clearInterval(timer);
    timer = null;
  };
}

// The time now in ms, new every second; `on` false stops it.
export function useNow(on = true) {
  const [, draw] = useReducer((count) => count + 1, 0);
  useEffect(() => (on ? everySecond(draw) : undefined), [on]);
  return Date.now();
}

// How long ago `since` (ms, this machine's clock) was, ticking: 1:20.
export function Elapsed({ since }) {
  const { words } = usePage();
  return html`<span class="number">${words.elapsed((useNow() - since) / 1000)}</span>`;
}

// True once the connection has been away long enough for a person to be told.
const TELL_AFTER = 2000;
export function useReconnecting(connection) {
  const away = connection.state !== "live";
  const [, draw] = useReducer((count) => count + 1, 0);
  useEffect(() => {
    if (!away) return undefined;
    const timeout = setTimeout(draw, Math.max(0, connection.since + TELL_AFTER - Date.now()) + 20);
    return () => clearTimeout(timeout);
  }, [away, connection.since]);
  return away && Date.now() - connection.since >= TELL_AFTER;
}
