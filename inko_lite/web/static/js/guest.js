// The guest page's entry.

import { GuestPage } from "./view/guest_page.js";
import { open } from "./open.js";

open(GuestPage);
