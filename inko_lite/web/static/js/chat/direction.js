// The signs in a text that turn its direction, with an end for each beginning and no end besides: what stands behind the text
// stays as it is. The server's own is desk/direction.py.

const SIGNS = /[\u202a-\u202e\u2066-\u2069]/;
const POP_EMBEDDING = "\u202c";
const POP_ISOLATE = "\u2069";

export function isolated(text) {
  if (!SIGNS.test(text)) return text;
  const due = [];
  let out = "";
  for (const sign of text) {
    if (SIGNS.test(sign)) {
      const end = sign > "\u202e" ? POP_ISOLATE : POP_EMBEDDING;
      if (sign !== end) due.push(end);
      else if (due.at(-1) === end) due.pop();
      else if (end === POP_ISOLATE && due.includes(end)) while (due.pop() !== end) continue;
      else continue;
    }
    out += sign;
  }
  return out + due.reverse().join("");
}
