/** What a timer can do: 24 days. */
export const LONGEST_MS = 2 ** 31 - 1;

/** A signal that follows another one, and is also aborted when a time is over. */
export class Watch {
  readonly #controller = new AbortController();
  readonly #outer: AbortSignal | undefined;
  readonly #follow = () => this.#controller.abort(this.#outer?.reason);
  #timer: ReturnType<typeof setTimeout> | undefined;
  #expired = false;

  constructor(outer?: AbortSignal) {
    this.#outer = outer;
    if (outer?.aborted) {
      this.#follow();
    } else {
      outer?.addEventListener("abort", this.#follow);
    }
  }

  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  /** Whether the time is over. */
  get expired(): boolean {
    return this.#expired;
  }

  /** Starts the time, or starts it anew. */
  start(ms: number): void {
    this.stop();
    this.#timer = setTimeout(() => {
      this.#expired = true;
      this.#controller.abort(new DOMException(`${ms} ms are over`, "TimeoutError"));
    }, Math.min(ms, LONGEST_MS));
  }

  /** Stops the time. */
  stop(): void {
    clearTimeout(this.#timer);
  }

  /** Stops the time, and follows no longer. */
  close(): void {
    this.stop();
    this.#outer?.removeEventListener("abort", this.#follow);
  }

  /** Ends what uses the signal, and closes. */
  abort(): void {
    this.close();
    this.#controller.abort();
  }
}

/** What the promise comes to, unless the signal is aborted before. The promise itself goes on. */
export async function unlessAborted<T>(promise: Promise<T>, signal: AbortSignal): Promise<T> {
  let abort = () => {};
  const aborted = new Promise<never>((_, reject) => {
    abort = () => reject(signal.reason);
    signal.addEventListener("abort", abort);
  });
  try {
    if (signal.aborted) {
      abort();
    }
    return await Promise.race([promise, aborted]);
  } finally {
    signal.removeEventListener("abort", abort);
  }
}
