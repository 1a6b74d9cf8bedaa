// What a tab in the background can do to call its reader: the count of what is unread in its title.

import { useEffect, usePage, useState } from "./html.js";

// Is somebody looking at this page now?
export function useVisible() {
  const [visible, setVisible] = useState(() => !document.hidden && document.hasFocus());
  useEffect(() => {
    const look = () => setVisible(!document.hidden && document.hasFocus());
    const on = [[document, "visibilitychange"], [window, "focus"], [window, "blur"]];
    for (const [target, name] of on) target.addEventListener(name, look);
    return () => { for (const [target, name] of on) target.removeEventListener(name, look); };
  }, []);
  return visible;
}

export function useTitle(text, count) {
  const { words } = usePage();
  useEffect(() => { document.title = count ? `(${words.number(count)}) ${text}` : text; }, [text, count]);
}
