// What may be done in a room otherwise than usual, by a role or by one person.

import { Form } from "./dialog_parts.js";
import { html, useId, usePage, useState } from "./html.js";

const ROLES = ["agent", "member", "guest"];
const ACTIONS = ["speak", "topic", "invite", "kick", "end", "transfer", "join", "watch", "direct"];

export function RightsDialog({ room, act, onClose }) {
  const { client, say } = usePage();
  const id = useId();
  const [who, setWho] = useState("role guest");
  const [changed, setChanged] = useState({});
  const known = room.rights?.find((each) => `role ${each.role}` === who || `session ${each.session}` === who);
  const as = (action) => changed[action] ?? (known?.allow?.includes(action) ? "allow" : known?.deny?.includes(action) ? "deny" : "");
  const set = (action, value) => setChanged({ ...changed, [action]: value });
  const given = (value) => Object.keys(changed).filter((action) => changed[action] === value);
  const [kind, name] = who.split(" ");
  const people = room.members.filter((member) => member.role !== "watcher" && member.id !== room.owner);
  return html`
    <${Form} title=${say("agent-rights")} text=${say("agent-rights-text")} action=${say("agent-save")} onClose=${onClose}
      ready=${given("allow").length + given("deny").length > 0}
      onSubmit=${() => act(() => client.desk.rights(room.id, { [kind]: name }, { allow: given("allow"), deny: given("deny") }))}>
      <div class="dialog-field">
        <label class="label" for=${id}>${say("agent-rights-who")}</label>
        <select class="field" id=${id} value=${who} onChange=${(event) => { setWho(event.target.value); setChanged({}); }}>
          ${ROLES.map((role) => html`<option key=${role} value=${`role ${role}`}>${say(`agent-role-${role}`)}</option>`)}
          ${people.map((person) => html`<option key=${person.id} value=${`session ${person.id}`}>${person.name}</option>`)}
        </select>
      </div>
      <fieldset class="rights"><legend class="visually-hidden">${say("agent-rights")}</legend>
        ${ACTIONS.map((action) => html`
          <label class="right" key=${`${who} ${action}`}><span>${say(`agent-may-${action}`)}</span>
            <select class="field" value=${as(action)} onChange=${(event) => set(action, event.target.value)}>
              <option value="" disabled=${as(action) !== ""}>${say("agent-rights-usual")}</option>
              <option value="allow">${say("agent-rights-allow")}</option>
              <option value="deny">${say("agent-rights-deny")}</option>
            </select></label>`)}
      </fieldset>
    <//>`;
}
