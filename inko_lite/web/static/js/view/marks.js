// The small signs: icons from the page's sprite, the parakeet, initials in place of pictures.

import { initials } from "../chat/select.js";
import { html } from "./html.js";

export const Icon = ({ name, spin }) => html`
  <svg class=${`icon icon-${name}${spin ? " spinner" : ""}`} aria-hidden="true"><use href=${`#icon-${name}`} /></svg>`;

export const Parakeet = ({ kind = "mark" }) => html`<svg class=${kind} aria-hidden="true"><use href="#parakeet" /></svg>`;

export const Avatar = ({ name, kind = "" }) => html`<span class=${`avatar ${kind}`} aria-hidden="true">${initials(name)}</span>`;
