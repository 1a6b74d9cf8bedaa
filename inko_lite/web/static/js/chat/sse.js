// Server-Sent Events from a stream of text (the HTML standard's format), as `fetch` gives no parser of its own.

export class SseParser {
  #rest = "";
  #data = [];
  #id = null;

  // How long the server asks us to wait before we come again, in ms.
  retry = null;
  // The last id that was sent, also with no event: it says that there was nothing for us up to here.
  lastId = null;

  // The events that this piece of text completes: [{id, data}]; id is null for an event that has none.
  feed(text) {
    const found = [];
    const lines = (this.#rest + text).split(/\r\n|\n|\r(?!$)/);
    this.#rest = lines.pop();
    for (const line of lines) {
      if (line === "") {
        if (this.#data.length) found.push({ id: this.#id, data: this.#data.join("\n") });
        this.lastId = this.#id ?? this.lastId;
        this.#data = [];
        this.#id = null;
        continue;
      }
      const colon = line.indexOf(":");
      const field = colon < 0 ? line : line.slice(0, colon);
      const value = colon < 0 ? "" : line.slice(colon + 1).replace(/^ /, "");
      if (field === "data") this.#data.push(value);
      else if (field === "id") this.#id = value;
      else if (field === "retry" && /^\d+$/.test(value)) this.retry = Number(value);
    }
    return found;
  }
}
