// The agent console's entry.

import { Console } from "./view/console.js";
import { open } from "./open.js";

open(Console);
