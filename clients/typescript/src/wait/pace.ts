import type { Answer } from "../http/answer.js";

/** A response that came sooner was not held back. */
const SOON_MS = 1_000;

/** So that a response that was held back comes before the timeout. */
const MARGIN_MS = 500;

/** How often a wait asks, and how long it asks the service to hold a response back. */
export class Pace {
  readonly #timeoutMs: number;
  readonly #longestMs: number;
  readonly #start = performance.now();

  /**
   * Of a wait that begins now.
   *
   * @param timeoutMs of the whole wait
   * @param longestMs how long a response is held back at most
   */
  constructor(timeoutMs: number, longestMs: number) {
    this.#timeoutMs = timeoutMs;
    this.#longestMs = longestMs;
  }

  /** What is left of the wait, in milliseconds. */
  get leftMs(): number {
    return this.#timeoutMs - (performance.now() - this.#start) - MARGIN_MS;
  }

  /** How long the service is asked to wait, in seconds. */
  get heldSeconds(): number {
    return Math.max(0, Math.floor(Math.min(this.leftMs, this.#longestMs) / 1000));
  }
}

/**
 * The pause before the next request.
 *
 * @param asked when the request was sent, by `performance.now()`
 * @param usualMs after a response that came soon and does not say how long
 */
export function pauseAfter(answer: Answer, asked: number, usualMs: number): number {
  return performance.now() - asked < SOON_MS ? (answer.retryAfterMs ?? usualMs) : 0;
}
