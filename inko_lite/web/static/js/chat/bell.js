// Calling somebody who does not look: with a sound, with a notice on the desktop, as that person chose. Several tabs of one
// browser hear the same things; one of them calls, and if one of them is being looked at, it is that one that decides.

// How long a tab waits for a better one to call: one that is looked at decides at once; one that may sound comes before one
// that the browser still holds back.
const READY_MS = 40;
const HELD_BACK_MS = 160;
const APART_MS = 30;
// What was called for lately, so that no tab calls for it again.
const KEPT_KEYS = 30;

export class Bell {
  #listeners = new Set();
  #rung = new Set();

  // `memory` is shared by the tabs; `looking()`: does somebody look at this one; `ready()`: may it sound; `play(kind)` and
  // `show(notice)` do it; `locks` as navigator.locks, where there are any.
  constructor({ memory, looking, ready, play, show, locks = null, defaults = {}, random = Math.random, wait = pause }) {
    Object.assign(this, { memory, looking, ready, play, show, locks, random, wait });
    this.defaults = { sound: false, notify: false, quiet: true, ...defaults };
    this.options = { ...this.defaults, ...memory.get("bell", {}) };
  }

  // {sound, notify, quiet}: each true or false.
  set(change) {
    this.options = { ...this.options, ...change };
    this.memory.set("bell", this.options);
    for (const listener of this.#listeners) listener();
  }

  // Another tab may have chosen.
  recall() {
    this.options = { ...this.defaults, ...this.memory.get("bell", {}) };
    for (const listener of this.#listeners) listener();
  }

  subscribe(listener) {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  // Calls for what `key` names, once in this browser; `kind` is "message", "joined" or "offer". Gives whether this tab did.
  // What `insists` sounds even to somebody who looks: it waits for an answer.
  async ring(kind, { key, title = "", body = "", insists = false }) {
    const { sound, notify, quiet } = this.options;
    if (!sound && !notify) return false;
    const looked = this.looking();
    if (!looked) await this.wait((this.ready() ? READY_MS : HELD_BACK_MS) + this.random() * APART_MS);
    if (!(await this.#claim(String(key)))) return false;
    if (looked && quiet && !insists) return false;
    if (sound) this.play(kind);
    if (notify && !looked) this.show({ key: String(key), title, body });
    return true;
  }

  async #claim(key) {
    if (this.#rung.has(key)) return false;
    this.#rung.add(key);
    const first = () => {
      const rung = this.memory.get("rung", []);
      if (rung.includes(key)) return false;
      this.memory.set("rung", [...rung, key].slice(-KEPT_KEYS));
      return true;
    };
    return this.locks ? this.locks.request("inko:bell", first) : first();
  }
}

function pause(milliseconds) {
  return new Promise((resolve) => { setTimeout(resolve, milliseconds); });
}
