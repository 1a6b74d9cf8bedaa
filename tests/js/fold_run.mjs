// Reads recorded runs ({name, me, limits, before, events, after, joined}[]) from standard input, and says where the fold of
// what was heard is not what a fresh snapshot says. tests/test_fold.py records them from the real server at that moment.

import { chat } from "./cast.mjs";
import { differences } from "./fold_compare.mjs";

const { EMPTY, fold } = await chat("store");

const chunks = [];
for await (const chunk of process.stdin) chunks.push(chunk);
const found = JSON.parse(Buffer.concat(chunks)).flatMap((run) => differences(EMPTY, fold, run));
process.stdout.write(JSON.stringify(found));
