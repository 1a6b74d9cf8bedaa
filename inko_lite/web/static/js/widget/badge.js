// What the button says: the state of the queue, or of the visitor's own chat. No DOM; joined with widget.js by the server.

const MINUTE = 60;

// One message of the words that came with the script; they have values and nothing else of Fluent's.
function sayer(words) {
  return (name, values = {}) => words[name].replace(/\{ *\$(\w+) *\}/g, (_, key) => values[key]);
}

// An expected wait as a person would say it: never one exact figure, because it is an estimate.
function waitOf(seconds, locale) {
  const low = Math.max(1, Math.round((seconds * 0.8) / MINUTE));
  const high = Math.max(low + 1, Math.ceil((seconds * 1.2) / MINUTE));
  return new Intl.NumberFormat(locale, { style: "unit", unit: "minute", unitDisplay: "long" }).formatRange(low, high);
}

// {text, kind} of the button's second line; kind "open" or "closed". `status` is null while nobody knows.
function badgeOf({ status, chat, unread, from, opened }, say, locale) {
  const number = new Intl.NumberFormat(locale);
  if (unread) return { kind: "open", text: from ? say("widget-wrote", { name: from }) : say("widget-chatting") };
  if (chat.where === "chat") return { kind: "open", text: say("widget-chatting") };
  if (chat.where === "wait") {
    const place = chat.place ? number.format(chat.place) : null;
    return { kind: "open", text: place ? say("widget-waiting", { place }) : say("widget-opened") };
  }
  if (!status) return { kind: "unknown", text: opened ? say("widget-opened") : say("widget-unknown") };
  if (status.status === "open") {
    const wait = status.wait_seconds;
    if (wait === null || wait === undefined) return { kind: "open", text: say("widget-open") };
    if (wait <= MINUTE) return { kind: "open", text: say("widget-open-soon") };
    return { kind: "open", text: say("widget-open-wait", { wait: waitOf(wait, locale) }) };
  }
  if (status.status === "closed" && status.opens_at) {
    return { kind: "closed", text: say("widget-closed-until", { when: momentOf(status.opens_at, locale) }) };
  }
  return { kind: "closed", text: say({ full: "widget-full", unstaffed: "widget-unstaffed" }[status.status] ?? "widget-closed") };
}

// "today at 18:00", "tomorrow at 9:00", "Monday at 9:00", in the visitor's own time.
function momentOf(at, locale, now = new Date()) {
  const when = new Date(at);
  const time = new Intl.DateTimeFormat(locale, { hour: "numeric", minute: "2-digit" }).format(when);
  const days = Math.round((new Date(when).setHours(0, 0, 0, 0) - new Date(now).setHours(0, 0, 0, 0)) / 864e5);
  const day = days < 2
    ? new Intl.RelativeTimeFormat(locale, { numeric: "auto" }).format(days, "day")
    : new Intl.DateTimeFormat(locale, { weekday: "long" }).format(when);
  return `${day}, ${time}`;
}
