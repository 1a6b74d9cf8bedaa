// Writing a message: Enter sends, Shift+Enter breaks the line, the draft survives a reload, and what is too long is
// told before it is sent. The page's own view draws it; this holds what it does.

import { html, useCallback, useLayoutEffect, usePage, useRef, useState } from "./html.js";

// From this part of the limit on, the writer is shown how much is left.
const NEAR = 0.8;
const encoder = new TextEncoder();

export function useComposer(room, limit) {
  const { client, drafts } = usePage();
  const field = useRef();
  const key = `draft:${room}`;
  const [text, setText] = useState(() => drafts.get(key, ""));
  const bytes = encoder.encode(text).length;
  const change = useCallback((value) => {
    setText(value);
    drafts.set(key, value || null);
  }, [key]);

  // A field that grows with its text, where the browser's style sheet cannot do it.
  useLayoutEffect(() => {
    if (CSS.supports("field-sizing", "content")) return;
    const { style } = field.current;
    style.blockSize = "auto";
    style.blockSize = `${field.current.scrollHeight + 2}px`;
  }, [text]);

  const submit = (event) => {
    event?.preventDefault();
    if (!text.trim() || bytes > limit) return field.current?.focus();
    client.say(room, text);
    change("");
    return field.current?.focus();
  };
  // Puts a text in place of what is there, to be gone over before it is sent.
  const write = (value) => {
    change(value);
    field.current?.focus();
  };
  const onInput = (event) => {
    change(event.target.value);
    client.typing(room, event.target.value.trim() ? "on" : "off");
  };
  const onKeyDown = (event) => {
    if (event.key === "Enter" && !event.shiftKey && !event.altKey && !event.ctrlKey && !event.isComposing) submit(event);
    else if (event.key === "Escape") event.target.blur();
  };
  const onBlur = () => { if (text.trim()) client.typing(room, "wait"); };
  // A refused message comes back to be mended, in front of what was written since.
  const takeBack = (message) => {
    client.discard(message.client_id);
    change(text ? `${message.body}\n${text}` : message.body);
    field.current?.focus();
  };
  return {
    field, text, bytes, limit, submit, takeBack, write,
    near: bytes > limit * NEAR,
    over: bytes > limit,
    bind: { ref: field, value: text, onInput, onKeyDown, onBlur },
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
