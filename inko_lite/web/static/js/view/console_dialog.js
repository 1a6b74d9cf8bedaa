// Whichever dialog of the console is open: {kind, ...}.

import { BellSettings } from "./attention.js";
import { DeskDialog } from "./desk_dialogs.js";
import { Dialog } from "./dialog.js";
import { html, usePage } from "./html.js";
import { RepliesDialog } from "./replies_dialog.js";
import { Shortcuts } from "./shortcuts.js";
import { SkillsDialog } from "./skills_dialog.js";
import { WhyDialog } from "./why_dialog.js";

// Those that are about no room.
const APART = new Set(["direct", "queue", "create"]);

export function ConsoleDialog({ dialog, room, state, attempt, letters, onOpen, onTake, onClose }) {
  const take = () => {
    onClose();
    onTake();
  };
  switch (dialog.kind) {
    case "end": return null; // The conversation asks this itself.
    case "shortcuts": return html`<${Shortcuts} letters=${letters} onClose=${onClose} />`;
    case "why": return html`<${WhyDialog} state=${state} attempt=${attempt} onTake=${take} onClose=${onClose} />`;
    case "skills": return html`<${SkillsDialog} attempt=${attempt} onClose=${onClose} />`;
    case "replies": return html`<${RepliesDialog} state=${state} onClose=${onClose} />`;
    case "sound": return html`<${SoundDialog} onClose=${onClose} />`;
    default:
      if (!room && !APART.has(dialog.kind)) return null;
      return html`<${DeskDialog} dialog=${dialog} room=${room} state=${state} attempt=${attempt} onOpen=${onOpen} onClose=${onClose} />`;
  }
}

function SoundDialog({ onClose }) {
  const { say } = usePage();
  return html`
    <${Dialog} title=${say("agent-sound")} onClose=${onClose}>
      <p>${say("agent-sound-text")}</p>
      <${BellSettings} />
      <div class="dialog-actions"><button class="button push" type="button" onClick=${onClose}>${say("agent-close")}</button></div>
    <//>`;
}
