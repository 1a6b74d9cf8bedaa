// The switch between languages: the choice is kept in a cookie, because the server writes the page in it.

import { html, usePage } from "./html.js";

const YEAR_SECONDS = 31536000;

export function Language() {
  const { say, settings } = usePage();
  const change = (event) => {
    const secure = location.protocol === "https:" ? "; Secure" : "";
    document.cookie = `${settings.locale_cookie}=${event.target.value}; Path=${settings.prefix || "/"}; Max-Age=${YEAR_SECONDS}; SameSite=Lax${secure}`;
    // Without a query, which would win over the cookie.
    location.replace(location.pathname);
  };
  return html`
    <label class="language">
      <span class="visually-hidden">${say("site-language")}</span>
      <select name="locale" value=${settings.locale} onChange=${change}>
        ${settings.locales.map(({ code, name }) => html`<option key=${code} value=${code} lang=${code}>${name}</option>`)}
      </select>
    </label>`;
}
