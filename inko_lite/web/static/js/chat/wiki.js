// What the buttons over a message do to its text: pure, on a text and the part of it that is selected. The marks are those
// that the server renders; what they will look like only the server says (POST /preview).

const AROUND = { bold: ["'''", "'''"], key: ["{key ", "}"], code: ["<code>", "</code>"] };

// The text with this mark, and what is selected then: {start, end, insert, select: [from, to]} - `insert` takes the place of
// text[start:end]. Pressed again on what it marked, bold and its like take the mark away.
export function mark(kind, text, start, end) {
  if (kind === "list") return list(text, start, end);
  if (kind === "link") return link(text, start, end);
  const chosen = text.slice(start, end);
  if (kind === "code" && chosen.includes("\n")) return around(["<pre>\n", "\n</pre>"], chosen, start, end);
  const [before, after] = AROUND[kind];
  const inside = text.slice(start - before.length, start) === before && text.slice(end, end + after.length) === after;
  if (inside && start >= before.length) {
    const from = start - before.length;
    return { start: from, end: end + after.length, insert: chosen, select: [from, from + chosen.length] };
  }
  return around([before, after], chosen, start, end);
}

function around([before, after], chosen, start, end) {
  const from = start + before.length;
  return { start, end, insert: before + chosen + after, select: [from, from + chosen.length] };
}

function list(text, start, end) {
  const first = text.lastIndexOf("\n", start - 1) + 1;
  const after = text.indexOf("\n", end);
  const last = after < 0 ? text.length : after;
  const lines = text.slice(first, last).split("\n");
  const listed = lines.every((line) => line.startsWith("* "));
  const insert = lines.map((line) => (listed ? line.slice(2) : line.startsWith("* ") ? line : `* ${line}`)).join("\n");
  return { start: first, end: last, insert, select: [first + insert.length, first + insert.length] };
}

// An address that is selected wants a label, and a label wants an address.
function link(text, start, end) {
  const chosen = text.slice(start, end).trim();
  const address = /^https?:\/\/\S+$/.test(chosen);
  const [to, label] = address ? [chosen, ""] : ["https://", chosen];
  const insert = `[${to} ${label}]`;
  const at = address ? start + insert.length - 1 : start + 1 + to.length;
  return { start, end, insert, select: [at, at] };
}
