// Words, numbers and times in the reader's language. The catalogue is Fluent's; the formats are the browser's.

import { FluentBundle } from "../../vendor/fluent/bundle.js";
import { FluentResource } from "../../vendor/fluent/resource.js";
import { isolated } from "./direction.js";

export class Words {
  constructor(locale, source) {
    this.locale = locale;
    this.bundle = new FluentBundle(locale);
    this.bundle.addResource(new FluentResource(source));
  }

  // Made when it is first wanted, and kept: one takes a slow phone as long as drawing half a page.
  #formats = {};
  #format = (Kind, options) => (this.#formats[Kind.name + JSON.stringify(options)] ??= new Kind(this.locale, options));
  #date = (at, options) => this.#format(Intl.DateTimeFormat, options).format(new Date(at));
  #number = (value, options) => this.#format(Intl.NumberFormat, options).format(value);

  // The message of this name. A missing one shows its name, so that nobody overlooks it.
  say = (name, values) => {
    const message = this.bundle.getMessage(name);
    return message?.value ? this.bundle.formatPattern(message.value, values && still(values)) : name;
  };

  // The words before and after one value of a message, for a value that is drawn in its own way.
  around = (name, value, values) => this.say(name, { ...values, [value]: "\u0000" }).split("\u0000");

  // 0.74 as 74 %.
  percent = (share) => this.#number(share, { style: "percent", maximumFractionDigits: 0 });

  // 4.26 as 4.3: a mean of marks.
  score = (mean) => this.#number(mean, { minimumFractionDigits: 1, maximumFractionDigits: 1 });

  // A size, in units of 1024: 1126 as 1.1 kB.
  bytes = (count) => {
    const [size, unit] = unitOf(count);
    return this.#number(count / size, { style: "unit", unit, unitDisplay: "short", ...rounded(count / size) });
  };

  // The same without its unit, in that of another size, beside which it stands.
  bytesAs = (count, other) => {
    const amount = count / unitOf(other)[0];
    return this.#number(amount, rounded(amount));
  };

  // A moment of long ago: 17 Nov, 20:16, with the year when that is another one; and in full.
  short = (at) => {
    const year = new Date(at).getFullYear() === new Date().getFullYear() ? undefined : "numeric";
    return this.#date(at, { day: "numeric", month: "short", year, ...CLOCK });
  };

  long = (at) => this.#date(at, { dateStyle: "full", timeStyle: "short" });

  date = (at) => this.#date(at, DAY);
  weekday = (at) => this.#date(at, { weekday: "long" });
  hour = (at) => this.number(new Date(at).getHours());

  // "pl" as Polish; what is no code of a language stays as it is.
  language = (code) => {
    try {
      return this.#format(Intl.DisplayNames, { type: "language" }).of(code) ?? code;
    } catch {
      return code;
    }
  };

  number = (value) => this.#number(value);

  time = (at) => this.#date(at, CLOCK);

  // The time, with the day in front when that is not today.
  moment = (at, now) =>
    new Date(at).toDateString() === new Date(now).toDateString()
      ? this.time(at)
      : `${this.date(at)}, ${this.time(at)}`;

  // 80 as 1:20, 3700 as 1:01:40: for a duration that ticks.
  elapsed = (seconds) => {
    const whole = Math.max(0, Math.floor(seconds));
    const [hours, minutes] = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60];
    const parts = hours ? [this.number(hours), this.#number(minutes, TWO_DIGITS)] : [this.number(minutes)];
    return [...parts, this.#number(whole % 60, TWO_DIGITS)].join(":");
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

const CLOCK = { hour: "numeric", minute: "2-digit" };
const DAY = { weekday: "long", day: "numeric", month: "long" };
const TWO_DIGITS = { minimumIntegerDigits: 2, useGrouping: false };
const UNITS = [[1048576, "megabyte"], [1024, "kilobyte"], [1, "byte"]];
const unitOf = (count) => UNITS.find(([size]) => count >= size) ?? UNITS.at(-1);
const rounded = (amount) => ({ maximumFractionDigits: amount < 10 ? 1 : 0 });

// Fluent's marks around a value end where the value itself ends them: what people wrote must not.
function still(values) {
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [name, typeof value === "string" ? isolated(value) : value]));
}
