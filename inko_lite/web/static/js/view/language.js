// The switch between languages: the choice is kept in a cookie, because the server writes the page in it.

import { html, useEffect, usePage, useState } from "./html.js";

const YEAR_SECONDS = 31536000;

export function Language() {
  const { say, settings, typed } = usePage();
  const change = (code) => {
    const secure = location.protocol === "https:" ? "; Secure" : "";
    document.cookie = `${settings.locale_cookie}=${code}; Path=${settings.prefix || "/"}; Max-Age=${YEAR_SECONDS}; SameSite=Lax${secure}`;
    // Without a query, which would win over the cookie.
    location.replace(location.pathname);
  };
  // It may have been chosen before this script was there.
  const [chosen] = useState(() => typed?.locale ?? settings.locale);
  useEffect(() => { if (chosen !== settings.locale) change(chosen); }, []);
  return html`
    <label class="language">
      <span class="visually-hidden">${say("site-language")}</span>
      <select name="locale" autocomplete="off" value=${settings.locale} onChange=${(event) => change(event.target.value)}>
        ${settings.locales.map(({ code, name }) => html`<option key=${code} value=${code} lang=${code}>${name}</option>`)}
      </select>
    </label>`;
}
