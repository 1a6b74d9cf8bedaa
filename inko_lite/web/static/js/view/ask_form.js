// What is in the form of a question, and what becomes of it: kept while it is typed, sent, and sent again while it stands by.

import { isStaff } from "../chat/people.js";
import { phase } from "../chat/select.js";
import { ASK_DRAFT as DRAFT } from "./again.js";
import { useEffect, useLayoutEffect, usePage, useRef, useState } from "./html.js";

const STANDBY = "standby";
// What POST /identify takes; told before it is sent, because a field that cuts off what is pasted loses it.
const QUESTION_CHARACTERS = 10000;
// While a guest stands by for a free place, the queue is looked at this often.
const STANDBY_SECONDS = 5;
const UNTOLD = { version: "", os: "" };

export function useAskForm(state) {
  const page = usePage();
  const { client, drafts, settings, say } = page;
  const detected = settings.detected ?? UNTOLD;
  const empty = {
    question: "", name: "", email: "", product: settings.product || (settings.products[0] ?? ""), topic: settings.topics[0] ?? "", ...detected,
  };
  // In a form that the server painted: the first drawing is what stands there, and what this tab has kept comes right after.
  const [typed] = useState(() => page.typed ?? null);
  const [taken, setTaken] = useState(!typed);
  const [values, setValues] = useState(() => ({ ...empty, ...(typed ? among(typed, empty) : drafts.get(DRAFT, {})) }));
  // The site knows what its own people are called.
  const known = state.session?.kind === "user" ? state.session.name : "";
  useEffect(() => { if (known) setValues((now) => (now.name ? now : { ...now, name: known })); }, [known]);
  const [problem, setProblem] = useState(null);
  const [sending, setSending] = useState(false);
  // A text that stands by does so over a reload; the server says where it stands when it is sent again.
  const [stands, keepStandby] = useState(() => drafts.get(STANDBY, false));
  const standby = taken && stands;
  const [agreed, setAgreed] = useState(typed?.consent === true);
  const [held, setHeld] = useState(null);
  const setStandby = (on) => {
    keepStandby(on);
    drafts.set(STANDBY, on || null);
  };
  const again = useRef(stands);
  const set = (name, value) => {
    const next = { ...values, [name]: value };
    setValues(next);
    drafts.set(DRAFT, next);
    hold(next.question);
  };
  // Whoever writes has a place while writing.
  const hold = async (question) => {
    if (!question.trim()) {
      setHeld(null);
      await client.visit.release();
    } else if (state.queue.status === "open" && !stands && !isStaff(state.session)) {
      await client.began();
      const place = await client.visit.reserve();
      if (place) setHeld(place);
    }
  };
  const long = [...values.question.trim()].length;
  const submit = async () => {
    if (long > QUESTION_CHARACTERS) return;
    setSending(true);
    setProblem(null);
    try {
      await client.began();
      const body = asked(values, detected, settings);
      const rules = state.queue.rules && (agreed || standby) ? { consent: state.queue.rules.version } : {};
      const reply = await client.visit.ask({ ...body, ...rules, standby: true });
      setStandby(reply.standby);
      // The name is kept for a second question, the question is not.
      if (!reply.standby) drafts.set(DRAFT, { ...values, question: "" });
    } catch (error) {
      // No place now: keep the text, and try by itself whenever there may be one.
      const later = error.code === "capacity.waiting" || error.code.startsWith("queue.");
      if (later) setStandby(true);
      else {
        setStandby(false);
        setProblem(error);
      }
      client.refreshWait();
    } finally {
      setSending(false);
    }
  };
  const caret = useRef(null);
  useLayoutEffect(() => {
    if (!typed) return;
    page.typed = null;
    const changed = Object.keys(among(typed, empty)).some((name) => typed[name] !== empty[name]);
    const next = settings.sent ? values : together(typed, drafts.get(DRAFT, {}), empty);
    caret.current = caretIn("question", next.question.length - values.question.length);
    setValues(next);
    setTaken(true);
    if (changed) drafts.set(DRAFT, next);
    if (typed.question?.trim()) hold(next.question);
  }, []);
  useLayoutEffect(() => { caret.current?.(); }, [taken]);
  // It was sent before this script was there: the server has given it back, so that it is sent in the way of all others.
  const latest = useRef();
  latest.current = submit;
  useEffect(() => {
    if (!taken || !settings.sent || !typed?.question?.trim()) return;
    setSending(true);
    client.began().then(() => {
      if (phase(client.state) === "ask" && !isStaff(client.state.session)) latest.current();
      else setSending(false);
    });
  }, [taken]);
  useEffect(() => {
    if (!held) return undefined;
    const timer = setTimeout(() => setHeld(null), Math.max(0, held.until - Date.now()));
    return () => clearTimeout(timer);
  }, [held]);
  useEffect(() => {
    if (!standby) return undefined;
    const timer = setInterval(() => client.refreshWait(), STANDBY_SECONDS * 1000);
    return () => clearInterval(timer);
  }, [standby]);
  useEffect(() => {
    if (standby && !sending && (again.current || state.queue.status === "open")) {
      again.current = false;
      submit();
    }
  }, [standby, state.queue]);
  const stop = async () => {
    setStandby(false);
    await client.visit.stopStandby().catch(() => {});
  };
  const problems = Object.fromEntries((problem?.problem.errors ?? []).map(({ path, message }) => [path.replace(/^\$\.?/, ""), message]));
  if (taken && long > QUESTION_CHARACTERS) problems.question = say("guest-question-long", { length: long, limit: QUESTION_CHARACTERS });
  // What the other ways to help take along.
  const carried = taken ? values : { ...values, question: "" };
  return { values, carried, set, submit, problem, problems, sending, standby, stop, held, agreed, setAgreed };
}

// Those of the fields that were in the form.
function among(typed, empty) {
  return Object.fromEntries(Object.keys(empty).filter((name) => name in typed).map((name) => [name, typed[name]]));
}

// What was typed before this script was there, over what this tab had kept; of two questions none is lost.
function together(typed, kept, empty) {
  const values = { ...empty, ...kept };
  for (const [name, text] of Object.entries(among(typed, empty))) if (text !== empty[name]) values[name] = text;
  const before = kept.question ?? "";
  if (before.trim() && !values.question.startsWith(before)) values.question = `${before}\n${values.question}`;
  return values;
}

// Puts the caret back where it was in this field, after the text has got longer before it; null when it was not there.
function caretIn(name, longer) {
  const field = document.activeElement;
  if (field?.name !== name || !longer) return null;
  const [from, to] = [field.selectionStart + longer, field.selectionEnd + longer];
  return () => field.setSelectionRange(from, to);
}

// What is sent: empty fields are left out, and what the server detects by itself is sent only when it was corrected.
function asked(values, detected, settings) {
  const body = { name: values.name.trim(), question: values.question.trim(), locale: settings.locale };
  for (const name of ["product", "topic", "email"]) if (values[name]?.trim()) body[name] = values[name].trim();
  for (const name of ["version", "os"]) if (values[name]?.trim() && values[name] !== detected[name]) body[name] = values[name].trim();
  return body;
}
