// Preact and htm as one: `html` makes what a component returns. Every view gets at the page by `usePage`.

import { createContext, h, hydrate, render } from "../../vendor/preact/preact.mjs";
import {
  useCallback, useContext, useEffect, useId, useLayoutEffect, useMemo, useReducer, useRef, useState,
} from "../../vendor/preact/hooks.mjs";
import htm from "../../vendor/htm/htm.module.js";

const html = htm.bind(h);

// {client, words, say, settings, drafts, bell, typed}: what a page has one of.
const Page = createContext(null);
const usePage = () => useContext(Page);

// Draws the component anew whenever the client's state changes, and gives that state.
function useClientState(client) {
  const [, draw] = useReducer((count) => count + 1, 0);
  useLayoutEffect(() => client.subscribe(draw), [client]);
  return client.state;
}

export {
  Page, html, hydrate, render, useCallback, useClientState, useEffect, useId, useLayoutEffect, useMemo, usePage, useReducer, useRef,
  useState,
};
