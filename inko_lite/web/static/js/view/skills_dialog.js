// What an agent takes guests for. An empty list means everything, which each says.

import { Asked, Form, useAsked } from "./dialog_parts.js";
import { Dialog } from "./dialog.js";
import { html, useId, usePage, useState } from "./html.js";
import { Icon } from "./marks.js";

const LISTS = ["products", "topics", "locales", "tags"];
const MOST_CHARACTERS = 64;

export function SkillsDialog({ attempt, onClose }) {
  const { client, say } = usePage();
  const asked = useAsked(async () => ({ skills: await client.desk.skills(), tags: await client.desk.knownTags() }));
  if (asked.value) return html`<${Skills} ...${asked.value} attempt=${attempt} onClose=${onClose} />`;
  return html`<${Dialog} title=${say("agent-skills")} onClose=${onClose}><${Asked} asked=${asked}>${() => null}<//><//>`;
}

function Skills({ skills: before, tags, attempt, onClose }) {
  const { client, say, settings } = usePage();
  const [skills, setSkills] = useState(before);
  const suggested = {
    products: settings.products, topics: settings.topics, tags, locales: settings.locales.map(({ code }) => code),
  };
  const save = () => {
    onClose();
    attempt(() => client.desk.setSkills(skills));
  };
  return html`
    <${Form} title=${say("agent-skills")} text=${say("agent-skills-text")} kind="dialog-wide" action=${say("agent-save")} onClose=${onClose} onSubmit=${save}>
      ${LISTS.map((name) => html`
        <${SkillList} key=${name} label=${say(`agent-skills-${name}`)} all=${say(`agent-skills-all-${name}`)} chosen=${skills[name]} suggested=${suggested[name]}
          onChange=${(list) => setSkills({ ...skills, [name]: list })} />`)}
    <//>`;
}

function SkillList({ label, all, chosen, suggested, onChange }) {
  const { say } = usePage();
  const id = useId();
  const [text, setText] = useState("");
  const add = (value) => {
    const skill = value.trim();
    if (skill && !chosen.includes(skill)) onChange([...chosen, skill]);
    setText("");
  };
  const onKeyDown = (event) => {
    if (event.key !== "Enter" || event.ctrlKey || event.metaKey || event.isComposing) return;
    event.preventDefault();
    add(text);
  };
  return html`
    <div class="dialog-field skill-list" role="group" aria-labelledby=${`${id}-label`}>
      <span class="label" id=${`${id}-label`}>${label}</span>
      <div class="chip-row">
        ${chosen.length === 0 && html`<span class="muted">${all}</span>`}
        ${chosen.map((skill) => html`
          <span class="chip" key=${skill}><bdi>${skill}</bdi>
            <button type="button" aria-label=${say("agent-skill-remove", { skill })} onClick=${() => onChange(chosen.filter((each) => each !== skill))}>
              <${Icon} name="close" /></button></span>`)}
        ${suggested.filter((skill) => !chosen.includes(skill)).slice(0, 8).map((skill) => html`
          <button class="chip chip-suggested" type="button" key=${`+ ${skill}`} onClick=${() => add(skill)}><${Icon} name="plus" /><bdi>${skill}</bdi></button>`)}
      </div>
      <div class="add-line">
        <input class="field" id=${id} dir="auto" autocomplete="off" maxlength=${MOST_CHARACTERS} aria-label=${say("agent-skill-add", { list: label })}
          placeholder=${say("agent-skill-other")} value=${text} onInput=${(event) => setText(event.target.value)} onKeyDown=${onKeyDown} />
        <button class="button button-small" type="button" onClick=${() => add(text)}>${say("agent-add")}</button>
      </div>
    </div>`;
}
