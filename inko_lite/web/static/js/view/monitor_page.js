// The monitor page: what matters most now, the six limits, the floor, the queue, the day, and how order was kept.

import { agents, gauges, matters, rooms, waiters } from "../chat/floor.js";
import { Monitor } from "../chat/monitor.js";
import { useTitle } from "./attention.js";
import { ConnectionBanner } from "./banner.js";
import { useNow } from "./clock.js";
import { Gauges } from "./gauges.js";
import { html, useClientState, useEffect, useMemo, usePage, useReducer, useState } from "./html.js";
import { Icon, Parakeet } from "./marks.js";
import { Agents } from "./monitor_agents.js";
import { MonitorDialog } from "./monitor_dialogs.js";
import { Audit, Bans, Calls } from "./monitor_order.js";
import { QueueControl, Waiting } from "./monitor_queue.js";
import { Rooms } from "./monitor_rooms.js";
import { Today } from "./monitor_today.js";
import { Out } from "./signed_out.js";
import { Sections, useSections } from "./sections.js";
import { TopBar } from "./top_bar.js";
import { Verdict } from "./verdict.js";
import { Watch } from "./watch.js";

export function MonitorPage() {
  const { client, drafts, say, settings } = usePage();
  const state = useClientState(client);
  const monitor = useMemo(() => new Monitor(client), [client]);
  const looked = useMonitor(monitor);
  const now = useNow() + client.api.behind;
  const [dialog, setDialog] = useState(null);
  const [problem, setProblem] = useState(null);
  const [done, setDone] = useState("");
  const sections = useSections(dialog === null, () => setDialog({ kind: "keys" }));

  // Whatever a monitor asks for may be refused; the reason stays until the next try.
  const attempt = async (action, told = "") => {
    setProblem(null);
    setDone("");
    try {
      const result = await action();
      if (told) setDone(told);
      return result;
    } catch (error) {
      setProblem(error.detail || error.message);
      return undefined;
    }
  };
  const toConsole = (room) => {
    drafts.set("selected", room);
    location.assign(`${settings.prefix}/agent`);
  };
  const rules = { lateSeconds: settings.late_seconds };
  const found = state.ready ? matters(looked, state.queue.entries, now, rules) : [];
  const act = {
    attempt, toConsole,
    open: setDialog,
    take: (guest) => attempt(async () => toConsole(await client.desk.take(guest))),
    takeOver: (room) => attempt(async () => toConsole(await client.desk.takeOver(room))),
    watch: (room) => setDialog({ kind: "watch", room }),
    standDown: (agent) => attempt(() => monitor.standDown(agent.id), say("monitor-did-stand-down", { name: agent.name, chats: agent.chats })),
    mend: (guest, action) => attempt(() => monitor.mend(guest.id, action), say(`monitor-did-${action}`, { name: guest.name })),
  };
  useTitle(say("site-monitor"), found.length);

  if (state.out) return html`<${Out} out=${state.out} />`;
  if (!state.ready || !looked.overview) return html`<${Starting} state=${state} failed=${looked.failed.overview} />`;
  const floor = rooms(looked, now, rules.lateSeconds);
  return html`
    <div class="monitor-page">
      <a class="skip-link" href="#monitor">${say("monitor-skip")}</a>
      <${TopBar} page="monitor" state=${state} onShortcuts=${() => setDialog({ kind: "keys" })} attempt=${attempt} onDialog=${setDialog} />
      <div class="console-banners">
        <${ConnectionBanner} state=${state} />
        <div role="alert">
          ${problem && html`
            <div class="banner banner-danger"><${Icon} name="warn" /><p>${problem}</p>
              <button class="button button-small" type="button" onClick=${() => setProblem(null)}>${say("agent-close")}</button></div>`}
        </div>
        <div role="status">
          ${done && html`
            <div class="banner banner-done"><${Icon} name="check" /><p>${done}</p>
              <button class="button button-small" type="button" onClick=${() => setDone("")}>${say("agent-close")}</button></div>`}
        </div>
      </div>
      <main class="monitor" id="monitor" tabindex="-1">
        <${Verdict} matters=${found} rooms=${floor.length} waiting=${state.queue.entries.length} now=${now} act=${act} />
        <${Gauges} gauges=${gauges(looked)} certificate=${looked.capacity?.certificate} />
        <div class="monitor-main">
          <${Agents} agents=${agents(looked, now, rules.lateSeconds)} me=${state.session} monitor=${monitor} act=${act} />
          <${Rooms} rooms=${floor} act=${act} />
          <${Today} day=${looked.day} tags=${looked.tags} failed=${looked.failed.day} now=${now} />
        </div>
        <aside class="monitor-side" aria-label=${say("monitor-side")}>
          <${QueueControl} queue=${state.queue} monitor=${monitor} act=${act} />
          <${Waiting} waiters=${waiters(looked, state.queue.entries, now)} act=${act} />
          <${Calls} looked=${looked} act=${act} />
          <${Bans} bans=${looked.bans} monitor=${monitor} act=${act} />
          <${Audit} audit=${looked.audit} onAll=${() => setDialog({ kind: "audit" })} />
        </aside>
      </main>
      ${dialog?.kind === "watch"
        ? html`<${Watch} key=${dialog.room} id=${dialog.room} seen=${floor.find((room) => room.id === dialog.room)} state=${state} act=${act}
            onClose=${() => setDialog(null)} />`
        : dialog?.kind === "keys"
        ? html`<${Sections} sections=${sections} onClose=${() => setDialog(null)} />`
        : dialog && html`<${MonitorDialog} dialog=${dialog} monitor=${monitor} act=${act} onClose=${() => setDialog(null)} />`}
    </div>`;
}

function useMonitor(monitor) {
  const [, draw] = useReducer((count) => count + 1, 0);
  useEffect(() => {
    const forget = monitor.subscribe(draw);
    monitor.start();
    return () => {
      forget();
      monitor.stop();
    };
  }, [monitor]);
  return monitor.state;
}

function Starting({ state, failed }) {
  const { say } = usePage();
  return html`
    <main class="console-starting">
      <${ConnectionBanner} state=${state} />
      <div class="empty"><${Parakeet} kind="mark empty-mark" /><h1>${say("site-monitor")}</h1>
        <p role="status">${failed || say("agent-starting")}</p></div>
    </main>`;
}
