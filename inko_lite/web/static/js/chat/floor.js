// The floor as the monitor page shows it, and what on it matters most now: pure, from what was looked at.

// A wait in the queue for longer than this is too long.
export const QUEUE_LATE_SECONDS = 300;
const NEAR = 0.8;
const GAUGES = ["users", "rooms", "messages_per_minute", "largest_message", "fullest_session", "waiting"];
// What fills up by itself in the course of one conversation is no matter before it is full.
const SLOW = new Set(["largest_message", "fullest_session"]);
const LIMIT_OF = { largest_message: "message_bytes", fullest_session: "session_bytes" };

// [{name, value, limit, share, state: "" | near | full, hour: [number | null], certified}], in a fixed order.
export function gauges({ capacity }) {
  if (!capacity) return [];
  return GAUGES.map((name) => {
    const { value, limit } = capacity.figures[name];
    const share = limit ? value / limit : 0;
    const proven = capacity.certificate?.limits?.[LIMIT_OF[name] ?? name];
    return {
      name, value, limit, share, state: share >= 1 ? "full" : share >= NEAR ? "near" : "",
      hour: [...capacity.hour.values[name].slice(0, -1), value], past: proven !== undefined && limit > proven ? proven : null,
    };
  });
}

// Every open room, the longest without an answer first. `state` is "broken" (the agent is lost), "late", "queued" or "".
export function rooms({ overview }, now, lateSeconds) {
  const silent = new Map((overview?.agents ?? []).map((agent) => [agent.id, agent.silent_seconds]));
  return (overview?.rooms ?? [])
    .map((room) => {
      const waits = room.waits_since ? (now - Date.parse(room.waits_since)) / 1000 : null;
      const lost = room.agent ? silent.get(room.agent.id) ?? null : null;
      const queued = room.kind === "support" && !room.agent;
      const state = lost !== null ? "broken" : queued ? "queued" : waits !== null && waits > lateSeconds ? "late" : "";
      return { ...room, waits, lost, state };
    })
    .sort((a, b) => order(a) - order(b) || Date.parse(a.opened_at) - Date.parse(b.opened_at));
}

const order = (room) => (room.waits === null ? Infinity : -room.waits) || 0;

// Every helper, with what the day says of each and who waits for an answer of theirs.
export function agents({ overview, day }, now, lateSeconds) {
  const days = new Map((day?.agents ?? []).map((agent) => [agent.account, agent]));
  const open = rooms({ overview }, now, lateSeconds);
  return (overview?.agents ?? []).map((agent) => {
    const own = open.filter((room) => room.agent?.id === agent.id);
    const late = own.filter((room) => room.waits !== null && room.waits > lateSeconds);
    const today = days.get(agent.account) ?? {};
    return {
      ...agent, lost: agent.silent_seconds !== null, late: late.length, longest: late[0]?.waits ?? null,
      answer: today.answer_median_seconds ?? null, score: today.score_mean ?? null, surveys: today.surveys ?? 0,
    };
  });
}

// How many chats there are, and how many those who are online would take.
export function places(list) {
  const online = list.filter((agent) => agent.status === "online" || agent.chats > 0);
  return { chats: list.reduce((sum, agent) => sum + agent.chats, 0), limit: online.reduce((sum, agent) => sum + agent.chat_limit, 0) };
}

// Who waits, the longest first, each with why.
export function waiters({ why, seen }, entries, now) {
  const entryOf = new Map(entries.map((entry) => [entry.id, entry]));
  return (why?.guests ?? [])
    .filter((guest) => ["waiting", "offered", "reconnecting"].includes(guest.state))
    .map((guest) => ({
      ...guest, question: entryOf.get(guest.id)?.question ?? "", since: seen.why - guest.waited_seconds * 1000,
      waited: (now - seen.why) / 1000 + guest.waited_seconds, cause: cause(guest.agents),
    }))
    .sort((a, b) => b.waited - a.waited);
}

// Why nobody takes this guest, in one word and what is missing: {why: nobody|full|away|lacks|language|offered|other, what}.
export function cause(verdicts) {
  const all = verdicts.map((each) => each.verdict);
  const offered = all.find((verdict) => verdict === "offered" || verdict.startsWith("offered to "));
  if (offered) return { why: "offered", what: verdicts.find((each) => each.verdict === "offered")?.name ?? "" };
  const there = all.filter((verdict) => !["away", "busy", "offline", "gone", "not approved"].includes(verdict));
  if (!there.length) return { why: all.length ? "away" : "nobody", what: "" };
  const lacks = there.filter((verdict) => verdict.startsWith("lacks "));
  const busy = there.filter((verdict) => verdict.startsWith("full ") || verdict === "answers another offer");
  if (lacks.length && lacks.length + busy.length === there.length) {
    const [, criterion, ...what] = lacks[0].split(" ");
    return { why: criterion === "locale" ? "language" : "lacks", what: what.join(" ") };
  }
  if (there.every((verdict) => verdict.startsWith("full "))) return { why: "full", what: "" };
  return { why: "other", what: "" };
}

// Calls for a moderator into rooms that are open still and that no monitor looks at.
export function calls({ reports, overview }) {
  const open = new Map((overview?.rooms ?? []).map((room) => [room.id, room]));
  return (reports?.entries ?? []).map((entry) => {
    const room = open.get(entry.room) ?? null;
    return { ...entry, open: room !== null, attended: Boolean(room?.watchers.length) };
  });
}

// What matters now, the most pressing first: [{kind, key, …}]. Nothing is in it that is as it should be.
export function matters(looked, entries, now, { lateSeconds }) {
  const found = [];
  for (const call of calls(looked)) {
    if (call.open && !call.attended) found.push({ kind: "called", key: call.id, call, since: Date.parse(call.at) });
  }
  const late = waiters(looked, entries, now).filter((guest) => guest.waited > QUEUE_LATE_SECONDS || guest.cause.why === "nobody");
  for (const guest of late) found.push({ kind: "waiting", key: guest.id, guest, since: guest.since });
  const people = agents(looked, now, lateSeconds);
  for (const agent of people.filter((each) => each.lost && each.chats)) {
    found.push({ kind: "lost", key: agent.id, agent, since: looked.seen.overview - agent.silent_seconds * 1000 });
  }
  for (const room of rooms(looked, now, lateSeconds).filter((each) => each.state === "late")) {
    found.push({ kind: "unanswered", key: room.id, room, since: Date.parse(room.waits_since) });
  }
  for (const gauge of gauges(looked)) {
    if (gauge.state === "full" || (gauge.state && !SLOW.has(gauge.name))) found.push({ kind: "limit", key: gauge.name, gauge });
  }
  const asked = (looked.bans?.bans ?? []).filter((ban) => ban.review);
  if (asked.length) found.push({ kind: "review", key: "review", count: asked.length });
  for (const tag of (looked.tags?.tags ?? []).filter((each) => each.spike)) found.push({ kind: "spike", key: tag.tag, tag });
  return found;
}
