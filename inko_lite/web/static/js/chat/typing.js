// Who types: we tell the others at most once in a few seconds, and what we hear of others is good for a few seconds only.

const HEARD_SECONDS = 6;
const REPEAT_SECONDS = 3;

export class Typing {
  #said = new Map();
  #heard = new Map();

  // `post(room, state)` tells the server; `expire(event)` is called when somebody has not been heard to type for a while.
  constructor({ post, expire, now }) {
    Object.assign(this, { post, expire, now });
  }

  // on, off or wait; never waited for.
  tell(room, state) {
    const [last, at] = this.#said.get(room) ?? ["off", 0];
    if (state === last && (state === "off" || this.now() - at < REPEAT_SECONDS * 1000)) return;
    this.#said.set(room, [state, this.now()]);
    this.post(room, state);
  }

  hear(event) {
    const key = `${event.room} ${event.from.id}`;
    clearTimeout(this.#heard.get(key));
    this.#heard.set(key, setTimeout(() => {
      this.#heard.delete(key);
      this.expire({ kind: "typing", room: event.room, from: event.from, state: "off" });
    }, HEARD_SECONDS * 1000));
  }

  // A message was sent, or the room is over.
  forget(room) {
    this.#said.delete(room);
  }
}
