// After a chat: how it was, what one may take along, and how the question goes on in the forum.

import { html, useEffect, useId, usePage, useState } from "./html.js";
import { Icon } from "./marks.js";

const COMMENT_CHARACTERS = 4000;
const TITLE_CHARACTERS = 160;
const SCORES = [1, 2, 3, 4, 5];

// What the server says about the room after its chat, once; null until then and when it says nothing.
function useAsked(ask, room) {
  const [told, setTold] = useState(null);
  useEffect(() => { ask(room).then(setTold, () => {}); }, [room]);
  return [told, setTold];
}

export function Survey({ room }) {
  const { client, say, words } = usePage();
  const [told, setTold] = useAsked(client.visit.survey, room.id);
  const [skipped, skip] = useState(false);
  const [given, setGiven] = useState({ solved: null, score: null, comment: "" });
  const [problem, setProblem] = useState(null);
  const id = useId();
  if (!told || skipped) return null;
  if (told.answered) return html`<p class="card survey-done" role="status"><${Icon} name="check" />${say("guest-survey-thanks")}</p>`;
  const set = (change) => setGiven({ ...given, ...change });
  const ready = given.solved !== null && given.score !== null;
  const submit = async (event) => {
    event.preventDefault();
    if (!ready) return setProblem(say("guest-survey-missing"));
    setProblem(null);
    try {
      await client.visit.answer(room.id, { ...given, comment: given.comment.trim() });
      return setTold({ ...told, answered: true });
    } catch (error) {
      return setProblem(error.detail || error.message);
    }
  };
  const choice = (name, value, chosen, face, onChoose) => html`
    <label class="choice" key=${value}>
      <input class="choice-input" type="radio" name=${`${id}-${name}`} value=${String(value)} checked=${chosen} onChange=${onChoose} />
      <span class="choice-face">${face}</span></label>`;
  return html`
    <form class="card stack survey" onSubmit=${submit}>
      <h2 class="subtitle">${say("guest-survey-title")}</h2>
      <fieldset class="question-set question-set-solved"><legend>${say("guest-survey-solved")}</legend>
        <div class="choices">
          ${choice("solved", true, given.solved === true, say("guest-survey-yes"), () => set({ solved: true }))}
          ${choice("solved", false, given.solved === false, say("guest-survey-no"), () => set({ solved: false }))}
        </div></fieldset>
      <fieldset class="question-set"><legend>${say("guest-survey-score")}</legend>
        <div class="choices">
          ${SCORES.map((score) => choice("score", score, given.score === score, words.number(score), () => set({ score })))}
        </div>
        <div class="choice-ends" aria-hidden="true"><span>${say("guest-survey-low")}</span><span>${say("guest-survey-high")}</span></div></fieldset>
      <div class="field">
        <label class="field-label" for=${id}>${say("guest-survey-comment")}${" "}<span class="field-optional">${say("guest-optional")}</span></label>
        <textarea class="field-control survey-comment" id=${id} name="comment" rows="3" dir="auto" maxlength=${COMMENT_CHARACTERS} value=${given.comment}
          onInput=${(event) => set({ comment: event.target.value })} />
      </div>
      ${problem && html`<p class="field-problem" role="alert">${problem}</p>`}
      <div class="actions">
        <button class="button button-primary button-large" type="submit">${say("guest-survey-send")}</button>
        <button class="button button-quiet" type="button" onClick=${() => skip(true)}>${say("guest-survey-skip")}</button>
      </div>
    </form>`;
}

export function Transcript({ room }) {
  const { say, settings } = usePage();
  const file = `${settings.prefix}/transcripts/${encodeURIComponent(room.id)}`;
  const ways = [["html", "guest-keep-page", "guest-keep-page-more"], ["txt", "guest-keep-text", "guest-keep-text-more"]];
  return html`
    <div class="card stack-small">
      <h2 class="subtitle">${say("guest-keep-title")}</h2>
      <ul class="ways">
        ${ways.map(([suffix, name, more]) => html`
          <li key=${suffix}><a class="way" href=${`${file}.${suffix}`} download=${`chat.${suffix}`}>
            <${Icon} name="download" /><span class="way-name">${say(name)}<span class="way-more">${say(more)}</span></span></a></li>`)}
      </ul>
      <p class="small">${say("guest-keep-hint")}</p>
    </div>`;
}

// The guest reads and mends what will stand in public before it leaves. `otherwise` is shown where there is no forum.
export function FollowUp({ room, otherwise }) {
  const { client, say } = usePage();
  const [told, setTold] = useAsked(client.visit.followUp, room.id);
  const [draft, setDraft] = useState(null);
  const [problem, setProblem] = useState(null);
  if (!told || (!told.sends && !told.url)) return otherwise;
  const at = draft ?? { title: told.title, body: told.body };
  const submit = async (event) => {
    event.preventDefault();
    setProblem(null);
    try {
      const reply = await client.visit.publish(room.id, at);
      setTold({ ...told, ...reply });
      setDraft(null);
    } catch (error) {
      setProblem(error.detail || error.message);
    }
  };
  const done = ["requested", "linked"].includes(told.state);
  return html`
    <div class="card stack follow-up">
      <div class="stack-small"><h2 class="subtitle">${say("guest-after-unsolved")}</h2>
        <p class="lead" role="status">${say(done ? (told.url ? "guest-forum-ready" : "guest-forum-sent") : "guest-forum-lead")}</p></div>
      ${done && told.url && html`
        <div class="actions"><a class="button button-primary" href=${told.url} target="_blank" rel="noopener"><${Icon} name="forum" />${say("guest-forum-open")}</a></div>`}
      ${!done && !draft && html`
        <div class="actions"><button class="button" type="button" onClick=${() => setDraft(at)}><${Icon} name="forum" />${say("guest-forum-review")}</button></div>`}
      ${!done && draft && html`
        <${Draft} draft=${draft} told=${told} problem=${problem} onChange=${setDraft} onSubmit=${submit} onClose=${() => setDraft(null)} />`}
    </div>`;
}

function Draft({ draft, told, problem, onChange, onSubmit, onClose }) {
  const { say } = usePage();
  const id = useId();
  const facts = Object.entries(told.metadata ?? {});
  const set = (change) => onChange({ ...draft, ...change });
  return html`
    <form class="stack" onSubmit=${onSubmit}>
      <div class="field"><label class="field-label" for=${`${id}-title`}>${say("guest-forum-title")}</label>
        <input class="field-control" id=${`${id}-title`} name="title" dir="auto" required minlength="5" maxlength=${TITLE_CHARACTERS} value=${draft.title}
          onInput=${(event) => set({ title: event.target.value })} /></div>
      <div class="field"><label class="field-label" for=${`${id}-body`}>${say("guest-forum-body")}</label>
        <textarea class="field-control" id=${`${id}-body`} name="body" dir="auto" rows="8" required minlength="5" value=${draft.body}
          onInput=${(event) => set({ body: event.target.value })} /></div>
      ${facts.length > 0 && told.sends && html`
        <details class="disclosure detected"><summary><${Icon} name="screen" />${say("guest-forum-facts")}<span class="disclosure-action">${say("guest-forum-look")}</span></summary>
          <dl class="disclosure-body facts">${facts.map(([name, value]) => html`<dt key=${name}>${name}</dt><dd><bdi>${value}</bdi></dd>`)}</dl></details>`}
      <label class="check"><input type="checkbox" name="consent" required /><span>${say("guest-forum-consent")}</span></label>
      ${problem && html`<p class="field-problem" role="alert">${problem}</p>`}
      <div class="actions">
        <button class="button button-primary" type="submit">${say(told.sends ? "guest-forum-send" : "guest-forum-go")}</button>
        <button class="button button-quiet" type="button" onClick=${onClose}>${say("chat-cancel")}</button>
      </div>
    </form>`;
}
