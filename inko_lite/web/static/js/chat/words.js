// Words, numbers and times in the reader's language. The catalogue is Fluent's; the formats are the browser's.

import { FluentBundle } from "../../vendor/fluent/bundle.js";
import { FluentResource } from "../../vendor/fluent/resource.js";

export class Words {
  constructor(locale, source) {
    this.locale = locale;
    this.bundle = new FluentBundle(locale);
    this.bundle.addResource(new FluentResource(source));
    this.clock = new Intl.DateTimeFormat(locale, { hour: "numeric", minute: "2-digit" });
    this.day = new Intl.DateTimeFormat(locale, { weekday: "long", day: "numeric", month: "long" });
    this.plain = new Intl.NumberFormat(locale);
    this.two = new Intl.NumberFormat(locale, { minimumIntegerDigits: 2, useGrouping: false });
  }

  // The message of this name. A missing one shows its name, so that nobody overlooks it.
  say = (name, values) => {
    const message = this.bundle.getMessage(name);
    return message?.value ? this.bundle.formatPattern(message.value, values) : name;
  };

  // The words before and after one value of a message, for a value that is drawn in its own way.
  around = (name, value, values) => this.say(name, { ...values, [value]: "\u0000" }).split("\u0000");

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
