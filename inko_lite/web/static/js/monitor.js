// The monitor page's entry.

import { MonitorPage } from "./view/monitor_page.js";
import { open } from "./open.js";

open(MonitorPage);
