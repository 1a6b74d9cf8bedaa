// What is looked for: the words, and the filters. On a narrow screen the filters fold away under a button that says how
// many are set, so that there is room for what was found.

import { FILTERS, toQuery } from "../chat/history.js";
import { html, useEffect, useId, usePage, useState } from "./html.js";
import { Icon } from "./marks.js";

const FORMATS = ["json", "csv", "txt"];
const QUERY_CHARACTERS = 400;

export function Filters({ filters, looked, history, agents, monitor, search, onChange }) {
  const { say, settings, words } = usePage();
  const [tags, setTags] = useState([]);
  const [unfolded, setUnfolded] = useState(false);
  const id = useId();
  useEffect(() => { history.tags().then(setTags, () => {}); }, [history]);
  const set = (name, value, typed = false) => {
    const { [name]: _, ...others } = filters;
    onChange(value ? { ...others, [name]: value } : others, typed);
  };
  const count = FILTERS.filter((name) => name !== "q" && filters[name]).length;
  const names = [...new Set([...agents.map((agent) => agent.name), ...looked.rooms.map((room) => room.agent?.name).filter(Boolean)])].sort();
  const products = [...new Set([...settings.products, ...looked.rooms.map((room) => room.product).filter(Boolean)])];
  const common = { filters, set };
  return html`
    <form class="search" role="search" onSubmit=${(event) => { event.preventDefault(); history.find(filters); }}>
      <p class="search-field">
        <label class="visually-hidden" for=${`${id}-q`}>${say("history-search")}</label><${Icon} name="search" />
        <input class="field" id=${`${id}-q`} type="search" ref=${search} dir="auto" maxlength=${QUERY_CHARACTERS} autocomplete="off" enterkeyhint="search"
          value=${filters.q ?? ""} placeholder=${say("history-search")} onInput=${(event) => set("q", event.target.value.trimStart(), true)} />
        <kbd class="hint">Ctrl K</kbd>
      </p>
      <button class="button filters-toggle" type="button" aria-expanded=${unfolded} aria-controls=${`${id}-filters`} onClick=${() => setUnfolded(!unfolded)}>
        ${say("history-filters")}${count > 0 && html`${" "}<span class="chip">${words.number(count)}</span>`}<${Icon} name="down" /></button>
      <div class=${`filters${unfolded ? " is-unfolded" : ""}`} id=${`${id}-filters`} role="group" aria-label=${say("history-filters")}>
        <${Day} ...${common} name="from" label=${say("history-from")} most=${filters.to} />
        <${Day} ...${common} name="to" label=${say("history-to")} least=${filters.from} />
        <${Choice} ...${common} name="agent" label=${say("history-agent")} choices=${names} />
        <${Choice} ...${common} name="product" label=${say("history-product")} choices=${products} />
        <${Choice} ...${common} name="tag" label=${say("history-tag")} choices=${tags} />
        <${Select} ...${common} name="solved" label=${say("history-solved")} empty=${say("history-all")}
          choices=${[["true", say("history-yes")], ["false", say("history-no")]]} />
        <${Select} ...${common} name="score" label=${say("history-score")} empty=${say("history-all")}
          choices=${[5, 4, 3, 2, 1].map((score) => [String(score), words.number(score)])} />
        ${count > 0 && html`
          <button class="button button-quiet" type="button" onClick=${() => onChange(filters.q ? { q: filters.q } : {})}>${say("history-clear")}</button>`}
      </div>
      ${monitor && looked.rooms.length > 0 && html`
        <p class="export" role="group" aria-label=${say("history-export-all")}>
          <span>${looked.total === null ? say("history-export-found") : say("history-export", { total: looked.total })}</span>
          ${FORMATS.map((format) => html`
            <a class="button" key=${format} download href=${`${settings.prefix}/transcripts.${format}${toQuery(filters)}`}>${say(`history-as-${format}`)}</a>`)}</p>`}
    </form>`;
}

function Field({ label, set, children, id }) {
  return html`<label class=${`filter${set ? " filter-set" : ""}`} for=${id}><span>${label}</span>${children}</label>`;
}

function Day({ filters, set, name, label, least, most }) {
  const id = useId();
  return html`
    <${Field} label=${label} set=${filters[name]} id=${id}>
      <input id=${id} type="date" value=${filters[name] ?? ""} min=${least} max=${most} onChange=${(event) => set(name, event.target.value)} />
    <//>`;
}

// A word of one's own, or one of those that are known.
function Choice({ filters, set, name, label, choices }) {
  const { say } = usePage();
  const id = useId();
  return html`
    <${Field} label=${label} set=${filters[name]} id=${id}>
      <input id=${id} list=${`${id}-list`} value=${filters[name] ?? ""} placeholder=${say("history-any")} maxlength="200" autocomplete="off"
        onChange=${(event) => set(name, event.target.value.trim())} />
      <datalist id=${`${id}-list`}>${choices.map((choice) => html`<option key=${choice} value=${choice} />`)}</datalist>
    <//>`;
}

function Select({ filters, set, name, label, choices, empty }) {
  const id = useId();
  return html`
    <${Field} label=${label} set=${filters[name]} id=${id}>
      <select id=${id} value=${filters[name] ?? ""} onChange=${(event) => set(name, event.target.value)}>
        <option value="">${empty}</option>
        ${choices.map(([value, text]) => html`<option key=${value} value=${value}>${text}</option>`)}
      </select>
    <//>`;
}
