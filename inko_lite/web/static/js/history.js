// The history page's entry.

import { HistoryPage } from "./view/history_page.js";
import { open } from "./open.js";

open(HistoryPage);
