// Calls within a limit for any window of that length: it remembers when the last ones were. Only in memory.

const sleep = milliseconds => new Promise(done => setTimeout(done, milliseconds));

export class Limiter {
  #times = [];

  constructor(max, windowMs) {
    this.max = max;
    this.windowMs = windowMs;
  }

  /** Waits until at least one call is permitted, and returns how many are, at most so many. */
  async take(most) {
    for (;;) {
      const now = Date.now();
      const past = this.#times.findIndex(time => time > now - this.windowMs);
      this.#times.splice(0, past < 0 ? this.#times.length : past);
      const count = Math.min(most, this.max - this.#times.length);
      if (count > 0) {
        for (let i = 0; i < count; i++) this.#times.push(now);
        return count;
      }
      await sleep(this.#times[0] + this.windowMs - now + 1);
    }
  }

  /** Calls that were not made after all. */
  giveBack(count) {
    this.#times.length -= count;
  }
}
