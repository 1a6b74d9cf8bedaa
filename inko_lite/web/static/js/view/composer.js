// Writing a message: Enter sends, Shift+Enter breaks the line, the draft survives a reload, and what is too long is
// told before it is sent. The page's own view draws it; this holds what it does.

import { html, useCallback, useLayoutEffect, usePage, useRef, useState } from "./html.js";

// From this part of the limit on, the writer is shown how much is left.
const NEAR = 0.8;
// A field with a longer text is as high as it gets: to measure how high that would be takes a browser long.
const LONG = 2000;
const encoder = new TextEncoder();

// `send` says what becomes of the text, and may refuse it: it is kept then. What is no message `tells` nobody that it is written.
export function useComposer(room, limit, { key = `draft:${room}`, send, tells = true } = {}) {
  const { client, drafts, say } = usePage();
  const field = useRef();
  const [text, setText] = useState(() => drafts.get(key, ""));
  // What the message will look like: null while it is written, {html} or {problem} once that is known.
  const [preview, setPreview] = useState(null);
  const bytes = encoder.encode(text).length;
  const change = useCallback((value) => {
    setText(value);
    drafts.set(key, value || null);
  }, [key]);

  // A field that grows with its text, where the browser's style sheet cannot do it.
  useLayoutEffect(() => {
    if (CSS.supports("field-sizing", "content") || text.length > LONG) return;
    if (!field.current) return;
    const { style } = field.current;
    style.blockSize = "auto";
    style.blockSize = `${field.current.scrollHeight + 2}px`;
  }, [text]);

  // A field that comes back from behind its preview has the focus again.
  const looked = useRef(false);
  useLayoutEffect(() => {
    if (looked.current && preview === null) field.current.focus();
    looked.current = preview !== null;
  }, [preview]);

  const submit = (event) => {
    event?.preventDefault();
    if (!text.trim() || bytes > limit) return field.current?.focus();
    if (send) {
      Promise.resolve(send(text)).then((done) => { if (done) change(""); });
    } else {
      client.say(room, text);
      change("");
    }
    setPreview(null);
    return field.current?.focus();
  };
  // Puts a text in place of what is there, to be gone over before it is sent.
  const write = (value) => {
    change(value);
    field.current?.focus();
  };
  const onInput = (event) => {
    change(event.target.value);
    if (tells) client.typing(room, event.target.value.trim() ? "on" : "off");
  };
  const onKeyDown = (event) => {
    if (event.key === "Enter" && !event.shiftKey && !event.altKey && !event.ctrlKey && !event.isComposing) submit(event);
    else if (event.key === "Escape") event.target.blur();
  };
  const togglePreview = async () => {
    if (preview !== null) {
      return setPreview(null);
    }
    setPreview({});
    if (!text.trim()) return null;
    try {
      const shown = await client.preview(text);
      return setPreview((still) => still && { html: shown });
    } catch (error) {
      return setPreview((still) => still && { problem: error.detail || say("chat-preview-failed") });
    }
  };
  const onBlur = () => { if (tells && text.trim()) client.typing(room, "wait"); };
  // A refused message comes back to be mended, in front of what was written since.
  const takeBack = (message) => {
    client.discard(message.client_id);
    change(text ? `${message.body}\n${text}` : message.body);
    setPreview(null);
    field.current?.focus();
  };
  return {
    field, text, bytes, limit, submit, takeBack, write, preview, togglePreview,
    near: bytes > limit * NEAR,
    over: bytes > limit,
    bind: { ref: field, value: text, hidden: preview !== null, "data-long": text.length > LONG ? "" : undefined, onInput, onKeyDown, onBlur },
  };
}

export function ByteCount({ composer, id }) {
  const { say } = usePage();
  const { bytes, limit, near, over } = composer;
  if (!near) return null;
  const left = over ? say("chat-bytes-over", { over: bytes - limit, limit }) : say("chat-bytes-left", { left: limit - bytes, limit });
  return html`
    <p class=${`byte-count${over ? " byte-count-over" : ""}`} id=${id} role="status">
      <meter min="0" max=${limit} low=${limit * NEAR} high=${limit * 0.95} optimum="0" value=${Math.min(bytes, limit)}
        aria-label=${say("chat-bytes-label")} />
      <span>${left}</span>
    </p>`;
}
