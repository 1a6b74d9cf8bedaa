// A guest in a chat: who helps, what was said, what to say next.

import { helper, may } from "../chat/select.js";
import { BellMenu, mayFocus } from "./attention.js";
import { ConnectionBanner } from "./banner.js";
import { CallModerator } from "./call_moderator.js";
import { ResumeCode } from "./come_back.js";
import { ByteCount, useComposer } from "./composer.js";
import { ComposerTools, Preview } from "./composer_tools.js";
import { Confirm } from "./dialog.js";
import { html, useEffect, useId, usePage, useState } from "./html.js";
import { Log } from "./log.js";
import { Avatar, Icon } from "./marks.js";

export function Talk({ state, room }) {
  const { say, settings } = usePage();
  const other = helper(room, state.session);
  const name = other?.name ?? say("guest-helper");
  const composer = useComposer(room.id, state.limits.message_bytes);
  useEffect(() => {
    // A pointer that is fine has a keyboard beside it: writing can begin at once. On a phone it would cover the page.
    if (mayFocus(settings) && matchMedia("(pointer: fine)").matches) composer.field.current?.focus();
  }, []);
  return html`
    <main class="guest-body chat">
      <div class="conversation">
        <${Head} name=${name} other=${other} room=${room} state=${state} />
        <${ConnectionBanner} state=${state} />
        <${Log} room=${room} state=${state} label=${say("chat-log", { name })} onRefused=${composer.takeBack} />
        <${ResumeCode} code=${state.resume_code} kind="resume-strip" />
        ${may(room, "speak") ? html`<${Composer} composer=${composer} />`
          : html`<div class="composer"><p class="composer-not">${say("chat-no-speak")}</p></div>`}
      </div>
      <aside class="chat-side" aria-label=${say("guest-notes")}>
        ${room.question && html`
          <div class="stack-small">
            <h2 class="eyebrow">${say("chat-your-question")}</h2>
            <blockquote class="small" dir="auto" tabindex="0">${room.question}</blockquote>
          </div>`}
        ${state.resume_code && html`
          <div class="stack-small"><h2 class="eyebrow">${say("guest-code-title")}</h2><${ResumeCode} code=${state.resume_code} /></div>`}
        <div class="stack-small">
          <h2 class="eyebrow">${say("guest-safe-title")}</h2>
          <p class="small">${say("guest-note-password")}</p>
          <${CallModerator} room=${room} />
        </div>
      </aside>
    </main>`;
}

function Head({ name, other, room, state }) {
  const { client, say } = usePage();
  const [asking, setAsking] = useState(false);
  const lost = other && state.presence[other.id];
  const here = other && room.members.some((member) => member.id === other.id);
  const more = state.place ? say("guest-helper-next") : lost || !here ? say("guest-helper-away") : room.topic || say("guest-helper-here");
  return html`
    <div class="chat-head">
      <${Avatar} name=${name} />
      <div class="chat-head-who">
        <h1 class="chat-head-name" tabindex="-1" data-focus><bdi>${name}</bdi></h1>
        <p class="chat-head-more"><bdi>${more}</bdi></p>
      </div>
      <div class="chat-head-narrow"><${BellMenu}><${CallModerator} room=${room} /><//></div>
      <button class="button button-quiet" type="button" onClick=${() => setAsking(true)}>${say("chat-end")}</button>
      ${asking && html`
        <${Confirm} title=${say("guest-end-title")} text=${say("guest-end-text")} action=${say("chat-end")}
          onConfirm=${() => (may(room, "end") ? client.end(room.id) : client.desk.leave(room.id))} onClose=${() => setAsking(false)} />`}
    </div>`;
}

function Composer({ composer }) {
  const { say } = usePage();
  const id = useId();
  const [formatting, setFormatting] = useState(false);
  const open = formatting || composer.preview !== null;
  return html`
    <form class=${`composer${open ? " composer-formatting" : ""}`} onSubmit=${composer.submit} aria-label=${say("chat-write")}>
      <${ComposerTools} composer=${composer} />
      <div class="composer-row">
        <button class="tool composer-format" type="button" aria-expanded=${open} aria-label=${say("chat-format")} title=${say("chat-format")}
          onClick=${() => setFormatting(!formatting)}><${Icon} name="text" /></button>
        <${Preview} composer=${composer} />
        <label class="visually-hidden" for=${id}>${say("chat-your-message")}</label>
        <textarea class="composer-text" id=${id} name="body" rows="1" dir="auto" placeholder=${say("chat-placeholder")}
          aria-describedby=${composer.near ? `${id}-bytes` : undefined} aria-invalid=${composer.over ? "true" : undefined} ...${composer.bind} />
        <button class="button button-primary composer-send" type="submit" aria-label=${say("chat-send")} aria-disabled=${composer.over}>
          <${Icon} name="send" /><span class="composer-send-word">${say("chat-send")}</span></button>
      </div>
      <div class="composer-foot">
        <p class="composer-keys">${say("chat-keys")}</p>
        <${ByteCount} composer=${composer} id=${`${id}-bytes`} />
      </div>
    </form>`;
}
