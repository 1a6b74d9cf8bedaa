// A site's own pages: a button with the state of the queue, and the guest page in a panel. All of it is in a shadow root, so
// that neither side's styles reach the other; nothing is kept but whether the panel is open, whether a chat goes on, and the number of what was read last.

const REFRESH_MS = 30000;
const STATUS_MS = 5000;
// A frame that has loaded and not said by then that it is there was blocked, by this site's policy or by the chat's; one
// that does not even load is not waited for much longer.
const LOADED_MS = 1500;
const READY_MS = 20000;
const SHEET = "(max-width: 30rem), (max-height: 30rem)";
const OPEN_KEY = "inko-chat-open";
const GOES_ON_KEY = "inko-chat-goes-on";
const READ_KEY = "inko-chat-read";

function start(settings, script) {
  if (window.inkoChat) return;
  const options = readOptions(settings, script);
  const begin = () => {
    const widget = new Widget(settings, options);
    window.inkoChat = { open: () => widget.open(true), close: () => widget.close() };
  };
  if (document.body) begin();
  else addEventListener("DOMContentLoaded", begin);
}

function readOptions({ words, title, prefix }, script) {
  const given = script?.dataset ?? {};
  const wanted = [given.locale, document.documentElement.lang, ...navigator.languages, "en"];
  const locale = wanted.map((each) => each?.toLowerCase().split("-")[0]).find((each) => each in words) ?? Object.keys(words)[0];
  return {
    base: new URL(script.src).origin + prefix, locale, label: given.label || title, product: given.product ?? "",
    position: given.position === "start" ? "start" : "end",
    scheme: ["light", "dark"].includes(given.scheme) ? given.scheme : "auto",
  };
}

// Memory of the host's own; a browser that keeps nothing is fine too.
const kept = {
  get(area, key) {
    try { return window[area].getItem(key); } catch { return null; }
  },
  set(area, key, value) {
    try {
      if (value) window[area].setItem(key, String(Number(value)));
      else window[area].removeItem(key);
    } catch { /* Forbidden, or full: the panel is closed on the next page. */ }
  },
};

// An element; no markup is parsed, because a site may forbid that (Trusted Types).
function make(name, attributes = {}, ...children) {
  const svg = name === "svg" || name === "path";
  const element = svg ? document.createElementNS("http://www.w3.org/2000/svg", name) : document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) if (value !== null) element.setAttribute(key, value);
  element.append(...children);
  return element;
}

const icon = (path) => make("svg", { viewBox: "0 0 24 24", class: "icon", "aria-hidden": "true" }, make("path", { d: path }));
const parakeet = (paths) => make(
  "svg", { viewBox: "0 0 64 64", class: "mark", "aria-hidden": "true" },
  make("path", { d: paths.beak, class: "beak" }), make("path", { d: paths.bird, "fill-rule": "evenodd" }),
);

class Widget {
  state = { status: null, chat: { where: "ask", place: null }, unread: 0, from: "", opened: false };
  frame = null;

  constructor(settings, options) {
    Object.assign(this, { settings, options, say: sayer(settings.words[options.locale]), origin: new URL(options.base).origin });
    this.sheet = matchMedia(SHEET);
    this.build();
    addEventListener("message", (event) => this.hear(event));
    document.addEventListener("visibilitychange", () => this.refresh());
    setInterval(() => this.refresh(), REFRESH_MS);
    this.refresh();
    // What covers the whole screen does not open by itself.
    if (kept.get("sessionStorage", OPEN_KEY) && !this.sheet.matches) this.open(false);
    else if (kept.get("localStorage", GOES_ON_KEY)) this.load();
  }

  build() {
    const { say, options, settings } = this;
    this.name = make("span", { class: "launcher-name" }, options.label);
    this.line = make("span", { class: "launcher-text" });
    this.count = make("span", { "aria-hidden": "true" });
    this.counted = make("span", { class: "visually-hidden" });
    this.badge = make("span", { class: "unread", hidden: "" }, this.count, this.counted);
    this.launcher = make(
      "button", { type: "button", class: "launcher unknown-yet", "aria-haspopup": "dialog", "aria-expanded": "false" },
      parakeet(settings.parakeet),
      make("span", { class: "launcher-words" }, this.name,
        make("span", { class: "launcher-state" }, make("span", { class: "launcher-sign", "aria-hidden": "true" }), this.line)),
      this.badge,
    );
    this.launcher.addEventListener("click", () => this.open(true));
    this.minimise = make("button", { type: "button", class: "tool", "aria-label": say("widget-minimise"), title: say("widget-minimise") }, icon("M6 12h12"));
    this.minimise.addEventListener("click", () => this.close());
    this.shut = make("button", { type: "button", class: "tool", "aria-label": say("widget-close"), title: say("widget-close") }, icon("m6 6 12 12M18 6 6 18"));
    this.shut.addEventListener("click", () => { this.close(); this.unload(); });
    this.place = make("div", { class: "place" });
    const [first, last] = [make("span", { tabindex: "0", class: "edge" }), make("span", { tabindex: "0", class: "edge" })];
    this.panel = make(
      "div", { class: "panel", role: "dialog", "aria-label": options.label, hidden: "" },
      first,
      make("div", { class: "bar" }, make("span", { class: "brand" }, parakeet(settings.parakeet), make("span", {}, options.label)), this.minimise, this.shut),
      this.place, last,
    );
    // Tab goes round in the panel, through the frame's own elements; Escape is the way out.
    first.addEventListener("focus", () => (this.frame?.ready ? this.frame.element : this.shut).focus());
    last.addEventListener("focus", () => this.minimise.focus());
    this.panel.addEventListener("keydown", (event) => { if (event.key === "Escape") this.close(); });
    const direction = settings.right_to_left.includes(options.locale) ? "rtl" : "ltr";
    this.root = make(
      "section", { class: `inko ${options.position} ${options.scheme}`, dir: direction, lang: options.locale, "aria-label": options.label },
      this.launcher, this.panel,
    );
    const host = make("inko-chat");
    const shadow = host.attachShadow({ mode: "open" });
    const style = new CSSStyleSheet();
    style.replaceSync(settings.css);
    shadow.adoptedStyleSheets = [style];
    shadow.append(this.root);
    document.body.append(host);
    this.shadow = shadow;
    this.show();
  }

  // ── the panel ──

  // By the visitor's wish (then the focus goes in), or as it was on the page before.
  open(wished) {
    if (this.state.opened) return;
    this.state.opened = true;
    kept.set("sessionStorage", OPEN_KEY, true);
    this.load();
    this.show();
    this.tell("opened");
    if (wished) (this.frame.ready ? this.frame.element : this.minimise).focus();
    this.wished = wished;
  }

  close() {
    if (!this.state.opened) return;
    const inside = this.shadow.activeElement !== null;
    this.state.opened = false;
    kept.set("sessionStorage", OPEN_KEY, false);
    this.show();
    this.tell("closed");
    if (inside) this.launcher.focus();
  }

  load() {
    if (this.frame) return;
    const { base, locale, product, label, scheme } = this.options;
    const query = new URLSearchParams({ embed: location.origin, locale });
    if (product) query.set("product", product);
    if (scheme !== "auto") query.set("scheme", scheme);
    const element = make("iframe", { title: label, src: `${base}/?${query}`, allow: "clipboard-write; autoplay" });
    const frame = { element, ready: false, timer: 0 };
    const wait = (milliseconds) => {
      clearTimeout(frame.timer);
      if (!frame.ready) frame.timer = setTimeout(() => this.offerWindow(), milliseconds);
    };
    element.addEventListener("load", () => wait(LOADED_MS));
    wait(READY_MS);
    this.frame = frame;
    this.place.replaceChildren(make("p", { class: "loading", role: "status" }, this.say("widget-loading")), element);
  }

  // Who waits or chats keeps the frame: closing the panel is not leaving.
  unload() {
    if (!this.frame || this.goesOn()) return;
    clearTimeout(this.frame.timer);
    this.frame = null;
    this.place.replaceChildren();
  }

  goesOn() {
    return ["wait", "chat"].includes(this.state.chat.where);
  }

  offerWindow() {
    clearTimeout(this.frame?.timer);
    const link = make("a", { href: `${this.options.base}/`, target: "_blank", rel: "noopener", class: "button" }, this.say("widget-window"));
    this.place.replaceChildren(make("div", { class: "blocked" }, make("p", {}, this.say("widget-blocked")), link));
    if (this.state.opened && this.wished && this.shadow.activeElement) link.focus();
    this.frame = { element: link, ready: true };
  }

  // ── between the two pages ──

  tell(kind) {
    const target = this.frame?.ready ? this.frame.element.contentWindow : null;
    target?.postMessage({ inko: 1, kind, read: Number(kept.get("localStorage", READ_KEY) ?? 0) }, this.origin);
  }

  hear({ source, origin, data }) {
    if (!this.frame || source !== this.frame.element.contentWindow || origin !== this.origin || data?.inko !== 1) return;
    if (data.kind === "ready") this.begin();
    else if (data.kind === "close") this.close();
    else if (data.kind === "blocked") this.offerWindow();
    else if (data.kind === "state") this.follow(data);
  }

  begin() {
    clearTimeout(this.frame.timer);
    this.frame.ready = true;
    this.place.querySelector(".loading")?.remove();
    this.tell(this.state.opened ? "opened" : "closed");
    if (this.state.opened && this.wished && this.shadow.activeElement) this.frame.element.focus();
  }

  follow({ where, place, unread, from, read }) {
    const count = Number.isSafeInteger(unread) && unread > 0 ? unread : 0;
    const chat = { where: String(where), place: Number.isSafeInteger(place) ? place : null };
    Object.assign(this.state, { chat, unread: count, from: String(from ?? "").slice(0, 80) });
    kept.set("localStorage", GOES_ON_KEY, this.goesOn());
    // Numbers of events only grow; a frame that has just begun knows of none yet.
    const before = Number(kept.get("localStorage", READ_KEY) ?? 0);
    kept.set("localStorage", READ_KEY, this.goesOn() ? Math.max(before, Number.isSafeInteger(read) ? read : 0) : 0);
    this.show();
  }

  async refresh() {
    if (document.hidden && this.state.status) return;
    try {
      const reply = await fetch(`${this.options.base}/status.json`, { credentials: "omit", signal: AbortSignal.timeout(STATUS_MS) });
      this.state.status = reply.ok ? await reply.json() : null;
    } catch {
      this.state.status = null;
    }
    // Not before it is known what it says: it would change its size before the reader's eyes.
    this.launcher.classList.remove("unknown-yet");
    this.show();
  }

  show() {
    const { opened, unread } = this.state;
    const { kind, text } = badgeOf(this.state, this.say, this.options.locale);
    if (this.line.textContent !== text) this.line.textContent = text;
    this.launcher.dataset.kind = kind;
    this.launcher.setAttribute("aria-expanded", String(opened));
    this.launcher.hidden = opened;
    this.panel.hidden = !opened;
    const count = unread > 99 ? "99+" : new Intl.NumberFormat(this.options.locale).format(unread);
    this.badge.hidden = !unread;
    this.count.textContent = count;
    this.counted.textContent = unread ? this.say("widget-unread", { count }) : "";
  }
}
