// Waiting before another try: longer each time, never two clients in step, and cut short when the network is back.

export class Pause {
  #wake = null;

  constructor({ first = 500, most = 15000, random = Math.random } = {}) {
    Object.assign(this, { first, most, random, tries: 0 });
  }

  // The next delay in ms: between half and all of a bound that doubles up to `most`.
  next() {
    const bound = Math.min(this.most, this.first * 2 ** this.tries);
    this.tries += 1;
    return bound * (0.5 + this.random() / 2);
  }

  reset() {
    this.tries = 0;
  }

  // Resolves after `delay` ms, or at once when hurried or aborted.
  wait(delay, signal) {
    return new Promise((resolve) => {
      const done = () => {
        clearTimeout(timer);
        signal?.removeEventListener("abort", done);
        if (this.#wake === done) this.#wake = null;
        resolve();
      };
      const timer = setTimeout(done, delay);
      this.#wake = done;
      if (signal?.aborted) done();
      else signal?.addEventListener("abort", done);
    });
  }

  // Ends the wait that is on.
  hurry() {
    this.#wake?.();
  }
}
