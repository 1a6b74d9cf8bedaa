// The guest page in every state that it knows, and the small parts that all pages share.

import { GuestPage } from "../view/guest_page.js";
import { Dialog } from "../view/dialog.js";
import { html } from "../view/html.js";
import { Icon } from "../view/marks.js";
import { Widgets, gallery } from "./gallery.js";
import { ENDLESS, JONAS, LONG_NAME, MAYA, QUESTION, SAM, TALK, at, begin, happened, roomWith, said } from "./samples.js";

const WAYS = { follow_up_url: "https://example.org/ask", search_url: "https://example.org/search?q={query}", hours: "Monday to Friday, 17:00 to 22:00", detected: { version: "Firefox 143", os: "Windows" } };
const DRAFT = { question: QUESTION, name: "Sam" };
const entry = { id: SAM.id, name: "Sam", question: QUESTION, metadata: {} };
const talk = (events, more) => (client) => begin(client, { rooms: [roomWith(events, more)] });
const waits = (position, more = {}) => (client) => begin(client, { queue: { position, waiting: 7, entry: { ...entry, position }, ...more } });

// A message of ours that is under way, or was refused.
const ours = (id, body, state, detail) => ({ kind: "my:message", message: { client_id: id, room: "r", body, at: at(12), state, detail } });
const lost = { kind: "my:connection", connection: { state: "lost", since: 0 } };

function trouble(client) {
  talk([said(JONAS, 11, "Good. Now we find the extension that causes it. Which ones do you have?"), said(SAM, 12, "An ad blocker, a password manager and a dark theme")])(client);
  client.apply(
    ours("a", "The ad blocker was updated too", "sending"), ours("b", "Here is the list from the add-ons page", "retrying"),
    ours("c", "Application Basics, Name: Firefox, Version: 143.0, Build ID: 20261118…", "refused", "This is longer than 4,000 bytes."), lost,
  );
}

function typing(client) {
  talk(TALK())(client);
  client.apply({ kind: "my:code", code: "7QKA-4MPX" });
  client.apply({ kind: "typing", room: "r", from: JONAS, state: "on" });
}

function ended(reason, by = JONAS) {
  return (client) => {
    talk(TALK())(client);
    client.apply(happened("ended", by, 32, { reason }));
  };
}

function out(reason, detail = "") {
  return (client) => {
    waits(3)(client);
    client.apply({ kind: "my:out", out: { reason, detail } });
  };
}

const survey = { "GET /survey/r": { answered: false }, "GET /follow_up/r": { state: "none", sends: true, title: "Blank page", body: QUESTION, metadata: {} } };
const answered = { ...survey, "GET /survey/r": { answered: true, score: 5, solved: true } };
const many = Array.from({ length: 60 }, (_, n) => said(n % 3 ? SAM : MAYA, n % 60, `Message ${n + 1} of a long conversation.`));

const buttons = ({ say }) => html`
  <div class="actions">
    <button class="button button-primary button-large" type="button">${say("guest-join")}</button>
    <button class="button button-primary" type="button">${say("chat-send")}</button>
    <button class="button" type="button">${say("guest-solved")}</button>
    <button class="button" type="button" aria-pressed="true"><${Icon} name="bell" />${say("guest-sound-on")}</button>
    <button class="button button-quiet" type="button">${say("guest-leave")}</button>
    <button class="button button-small" type="button">${say("chat-try-now")}</button>
    <button class="button" type="button" disabled>${say("guest-join")}</button>
    <button class="button button-primary" type="button" aria-disabled="true">${say("chat-send")}</button>
    <button class="link" type="button">${say("guest-call")}</button>
  </div>`;

const fields = ({ say }) => html`
  <div class="card stack">
    <div class="field"><label class="field-label" for="p-1">${say("guest-name")}</label><input class="field-control" id="p-1" name="a" value="Sam" /></div>
    <div class="field"><label class="field-label" for="p-2">${say("guest-email")}${" "}<span class="field-optional">${say("guest-optional")}</span></label>
      <span class="field-hint" id="p-2h">${say("guest-email-hint")}</span><input class="field-control" id="p-2" name="b" aria-describedby="p-2h" placeholder="sam@example.org" /></div>
    <div class="field"><label class="field-label" for="p-3">${say("guest-back-code")}</label>
      <input class="field-control" id="p-3" name="c" value="12" aria-invalid="true" aria-describedby="p-3p" /><p class="field-problem" id="p-3p">${say("guest-code-wrong")}</p></div>
    <label class="check"><input type="checkbox" name="d" checked /><span>${say("guest-rules-agree")}</span></label>
    <div class="refusal" role="alert"><${Icon} name="warn" /><p>${say("guest-survey-missing")}</p></div>
  </div>`;

const dialog = ({ say }) => html`
  <${Dialog} title=${say("guest-end-title")} onClose=${() => {}}>
    <p>${say("guest-end-text")}</p>
    <div class="dialog-actions"><button class="button button-primary" type="button">${say("chat-end")}</button>
      <button class="button button-quiet" type="button">${say("chat-cancel")}</button></div>
  <//>`;

const widgets = (draw) => ({ view: () => html`<${Widgets} draw=${draw} />` });
const page = (tell, more = {}) => ({ view: GuestPage, tell, ...more, settings: { ...WAYS, ...more.settings } });

const STATES = {
  "buttons": widgets(buttons),
  "fields": widgets(fields),
  "starting": page(() => {}),
  "ask-open": page((client) => begin(client)),
  "ask-plain": page((client) => begin(client, { queue: { waiting: 0, wait_seconds: null } }), { settings: { follow_up_url: "", search_url: "", hours: "", products: [], topics: [] } }),
  "ask-rules": page((client) => begin(client, { queue: { rules: { text: "Be kind. We are volunteers.", version: "1" } } }), { settings: { consent_required: true } }),
  "ask-full": page((client) => begin(client, { queue: { status: "full", waiting: 25 } }), { drafts: { "draft:ask": DRAFT } }),
  "ask-standby": page((client) => begin(client, { queue: { status: "full", waiting: 25 } }), { drafts: { "draft:ask": DRAFT, standby: true } }),
  "ask-closed": page((client) => begin(client, { queue: { status: "closed", reason: "We are back on Monday at 17:00.", agents_online: 0 } })),
  "ask-unstaffed": page((client) => begin(client, { queue: { status: "unstaffed", agents_online: 0 } })),
  "ask-unstaffed-plain": page((client) => begin(client, { queue: { status: "unstaffed", agents_online: 0 } }), { settings: { follow_up_url: "", search_url: "", hours: "" } }),
  "ask-too-long": page((client) => begin(client), { drafts: { "draft:ask": { ...DRAFT, question: "word ".repeat(2100), name: LONG_NAME } } }),
  "ask-after-leaving": page((client) => { begin(client); client.apply({ kind: "dequeued", guest: SAM.id, reason: "gone" }); }),
  "wait": page((client) => { waits(3)(client); client.apply({ kind: "my:code", code: "7QKA-4MPX" }); }),
  "wait-next": page(waits(1)),
  "wait-many": page(waits(38, { waiting: 120, wait_seconds: null })),
  "wait-long-question": page((client) => begin(client, { queue: { position: 3, waiting: 7, entry: { ...entry, question: `${QUESTION} ${ENDLESS} ${QUESTION.repeat(6)}` } } })),
  "wait-offline": page((client) => { waits(3)(client); client.apply(lost); }),
  "chat": page(typing),
  "chat-empty": page(talk([])),
  "chat-trouble": page(trouble, { drafts: { "draft:r": `Application Basics\nName: Firefox\n${"x".repeat(3676)}` } }),
  "chat-too-long": page(talk(TALK()), { drafts: { "draft:r": "word ".repeat(900) } }),
  "chat-long": page(talk(many, { more: true })),
  "chat-very-long": page(talk([said({ ...MAYA, name: LONG_NAME }, 3, ENDLESS), said(SAM, 4, ENDLESS), said(MAYA, 5, "", `<pre>${ENDLESS}</pre>`)],
    { topic: `${QUESTION} ${QUESTION}`, members: [{ ...MAYA, name: LONG_NAME, role: "agent" }], question: `${QUESTION} ${ENDLESS}` })),
  "chat-removed": page(talk([...TALK(), { ...said(JONAS, 9, ""), redacted: true }, happened("kicked", { ...MAYA }, 10, { by: JONAS })])),
  "chat-muted": page(talk(TALK(), { may: ["end"] })),
  "chat-helper-away": page((client) => { talk(TALK())(client); client.apply({ kind: "presence", session: JONAS.id, state: "reconnecting" }); }),
  "after": page(ended("agent_left"), { replies: survey }),
  "after-answered": page(ended("agent_left"), { replies: answered }),
  "after-expired": page(ended("expired", null), { replies: survey }),
  "out-expired": page(out("expired")),
  "out-signed-in": page(out("signed_in")),
  "out-resumed": page(out("resumed")),
  "out-too-many": page(out("too_many")),
  "out-refused": page(out("capacity.users", "There are as many people here as this chat can take. Please try again in a few minutes.")),
};
// A dialog covers everything, so it is shown alone only.
if (new URLSearchParams(location.search).get("state") === "dialog") STATES.dialog = widgets(dialog);

gallery("guest", STATES);
