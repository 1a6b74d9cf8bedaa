// The guest page's entry.

import { embed } from "./chat/embedding.js";
import { GuestPage } from "./view/guest_page.js";
import { open } from "./open.js";

open(GuestPage, {
  began(page) {
    // A question that came before this script was there is in the page now: whoever loads it again does not send it again.
    if (page.settings.sent) history.replaceState(history.state, "", `${page.settings.prefix}/${location.search}`);
    embed(page);
  },
});
