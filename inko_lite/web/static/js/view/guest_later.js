// What a guest sees after asking: loaded while the question is typed, so that the form is there the sooner.

import { Talk } from "./talk.js";
import { Wait } from "./wait.js";

const loadAfter = () => import("./after.js");

export { Talk, Wait, loadAfter };
