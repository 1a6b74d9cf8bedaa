// The guest page's entry.

import { embed } from "./chat/embedding.js";
import { GuestPage } from "./view/guest_page.js";
import { open } from "./open.js";

open(GuestPage, { began: embed });
