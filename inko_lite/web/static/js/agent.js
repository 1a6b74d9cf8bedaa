// The agent console's entry.

import { Console } from "./view/console.js";
import { open } from "./open.js";

// Whoever sits here wants to be called.
open(Console, { bell: { sound: true } });
