// Words, numbers and times in the reader's language. The catalogue is Fluent's; the formats are the browser's.

import { FluentBundle } from "../../vendor/fluent/bundle.js";
import { FluentResource } from "../../vendor/fluent/resource.js";
import { isolated } from "./direction.js";

export class Words {
  constructor(locale, source) {
    this.locale = locale;
    this.bundle = new FluentBundle(locale);
    this.bundle.addResource(new FluentResource(source));
    this.clock = new Intl.DateTimeFormat(locale, { hour: "numeric", minute: "2-digit" });
    this.day = new Intl.DateTimeFormat(locale, { weekday: "long", day: "numeric", month: "long" });
    this.plain = new Intl.NumberFormat(locale);
    this.share = new Intl.NumberFormat(locale, { style: "percent", maximumFractionDigits: 0 });
    this.tenth = new Intl.NumberFormat(locale, { minimumFractionDigits: 1, maximumFractionDigits: 1 });
    this.two = new Intl.NumberFormat(locale, { minimumIntegerDigits: 2, useGrouping: false });
  }

  // The message of this name. A missing one shows its name, so that nobody overlooks it.
  say = (name, values) => {
    const message = this.bundle.getMessage(name);
    return message?.value ? this.bundle.formatPattern(message.value, values && still(values)) : name;
  };

  // The words before and after one value of a message, for a value that is drawn in its own way.
  around = (name, value, values) => this.say(name, { ...values, [value]: "\u0000" }).split("\u0000");

  // 0.74 as 74 %.
  percent = (share) => this.share.format(share);

  // 4.26 as 4.3: a mean of marks.
  score = (mean) => this.tenth.format(mean);

  // A size, in units of 1024: 1126 as 1.1 kB.
  bytes = (count) => {
    const [size, unit] = unitOf(count);
    return new Intl.NumberFormat(this.locale, { style: "unit", unit, unitDisplay: "short", ...rounded(count / size) }).format(count / size);
  };

  // The same without its unit, in that of another size, beside which it stands.
  bytesAs = (count, other) => {
    const amount = count / unitOf(other)[0];
    return new Intl.NumberFormat(this.locale, rounded(amount)).format(amount);
  };

  // A moment of long ago: 17 Nov, 20:16, with the year when that is another one; and in full.
  short = (at) => {
    const year = new Date(at).getFullYear() === new Date().getFullYear() ? undefined : "numeric";
    return new Intl.DateTimeFormat(this.locale, { day: "numeric", month: "short", year, hour: "numeric", minute: "2-digit" }).format(new Date(at));
  };

  long = (at) => new Intl.DateTimeFormat(this.locale, { dateStyle: "full", timeStyle: "short" }).format(new Date(at));

  // The name of the language of a tag, `tr`; the tag itself when nobody knows it.
  language = (tag) => {
    try {
      return new Intl.DisplayNames(this.locale, { type: "language" }).of(tag);
    } catch {
      return tag;
    }
  };

  date = (at) => this.day.format(new Date(at));
  weekday = (at) => new Intl.DateTimeFormat(this.locale, { weekday: "long" }).format(new Date(at));
  hour = (at) => this.plain.format(new Date(at).getHours());

  // "pl" as Polish; what is no code of a language stays as it is.
  language = (code) => {
    try {
      return new Intl.DisplayNames(this.locale, { type: "language" }).of(code) ?? code;
    } catch {
      return code;
    }
  };

  number = (value) => this.plain.format(value);

  time = (at) => this.clock.format(new Date(at));

  // The time, with the day in front when that is not today.
  moment = (at, now) =>
    new Date(at).toDateString() === new Date(now).toDateString()
      ? this.time(at)
      : `${this.day.format(new Date(at))}, ${this.time(at)}`;

  // 80 as 1:20, 3700 as 1:01:40: for a duration that ticks.
  elapsed = (seconds) => {
    const whole = Math.max(0, Math.floor(seconds));
    const [hours, minutes] = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60];
    const parts = hours ? [this.plain.format(hours), this.two.format(minutes)] : [this.plain.format(minutes)];
    return [...parts, this.two.format(whole % 60)].join(":");
  };

  // An expected wait as a person would say it: never one exact figure, because it is an estimate.
  wait = (seconds) => {
    if (seconds === null || seconds === undefined) return this.say("site-wait-unknown");
    if (seconds <= 60) return this.say("site-wait-minute");
    const low = Math.max(1, Math.round((seconds * 0.8) / 60));
    const high = Math.max(low + 1, Math.ceil((seconds * 1.2) / 60));
    return this.say("site-wait-range", { low, high });
  };
}

const UNITS = [[1048576, "megabyte"], [1024, "kilobyte"], [1, "byte"]];
const unitOf = (count) => UNITS.find(([size]) => count >= size) ?? UNITS.at(-1);
const rounded = (amount) => ({ maximumFractionDigits: amount < 10 ? 1 : 0 });

// Fluent's marks around a value end where the value itself ends them: what people wrote must not.
function still(values) {
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [name, typeof value === "string" ? isolated(value) : value]));
}
