// What lets an evening's console stay as quick and as quiet as at its beginning: rooms that do not grow without end, a focus
// that is never lost, and calls that repeat until somebody answers.

import { lastEventId, openOffers, unreadTotal } from "../chat/select.js";
import { useCalls, useTitle, useVisible } from "./attention.js";
import { useNow } from "./clock.js";
import { useEffect, usePage, useRef } from "./html.js";

// A room that has more events than MOST keeps the last of them; the log draws no more than that.
const MOST = 300;
const KEPT = 150;
const NEAR_END_PX = 60;
const REPEAT_SECONDS = 5;

// The room that is read is cut only while its end is looked at: what somebody reads does not go from under the eyes.
export function useBounded(state, selected, root) {
  const { client } = usePage();
  useEffect(() => {
    for (const room of Object.values(state.rooms)) {
      if (room.events.length <= MOST) continue;
      const log = room.id === selected && root.current?.querySelector(".log");
      if (!log || log.scrollHeight - log.scrollTop - log.clientHeight < NEAR_END_PX) client.trim(room.id, KEPT);
    }
  }, [state.cursor, selected]);
}

// When what has the focus goes away, the focus goes to the place where it was: the nearest part around it that is still there.
export function useFocusKept() {
  useEffect(() => {
    let around = [];
    const remember = ({ target }) => {
      around = [];
      for (let at = target; at; at = at.parentElement) if (at.hasAttribute("tabindex") || at === target) around.push(at);
    };
    const look = () => {
      if (document.activeElement !== document.body || !around.length || around[0].isConnected) return;
      const near = around.find((each) => each.isConnected && each.getClientRects().length) ?? document.getElementById("talk");
      near?.focus({ preventScroll: true });
    };
    const watch = new MutationObserver(look);
    document.addEventListener("focusin", remember);
    watch.observe(document.getElementById("page"), { childList: true, subtree: true });
    return () => {
      document.removeEventListener("focusin", remember);
      watch.disconnect();
    };
  }, []);
}

// Calls for what guests say and for what is offered; an offer calls again until it is answered.
export function useBells(state) {
  const { client, say } = usePage();
  const waits = state.offers.length > 0 || state.reports.length > 0;
  const now = useNow(waits);
  const begun = useRef({});
  const round = (key) => Math.floor((now - (begun.current[key] ??= now)) / 1000 / REPEAT_SECONDS);
  const me = state.session?.id;
  const offers = openOffers(state, now + client.api.behind).map(({ offer, name, question }) => ({
    key: `${offer} ${round(offer)}`, kind: "offer", insists: true, title: say("agent-offers"), body: question || name,
  }));
  const calls = state.reports.map(({ report, from, reason }) => ({
    key: `report ${report}`, kind: "offer", insists: true, title: say("agent-called", { name: from.name }), body: reason,
  }));
  const messages = Object.values(state.rooms).map((room) => {
    const last = room.role === "watcher" ? null : room.events.findLast((event) => event.kind === "message" && event.from.id !== me);
    return last && { key: `message ${last.id}`, kind: "message", title: last.from.name, body: last.body };
  });
  useCalls(state.ready ? [...offers, ...calls, ...messages.filter(Boolean)] : null);
  useEffect(() => { if (!waits) begun.current = {}; }, [waits]);
}

// What is shown to somebody who looks is read; how much is not is said in the title.
export function useReading(state, room) {
  const { client, say } = usePage();
  const visible = useVisible();
  const last = room ? lastEventId(room) : 0;
  useEffect(() => { if (room && visible) client.read(room.id); }, [room?.id, visible, last]);
  useTitle(say("site-console"), state.session ? unreadTotal(state) : 0);
}
