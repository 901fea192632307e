import { ProblemError, UnreadableResponseError } from "../error.js";
import { ConnectionFailure } from "../http/connectionFailure.js";
import type { FirstContact } from "../http/firstContact.js";
import { backoff } from "./backoff.js";
import { isRepeatable } from "./repeatable.js";

/** How long to go on. */
export interface Limits {
  /** For all steps together. */
  readonly totalMs: number;
  /**
   * From the first failure to the first response of any kind. Later silence may last longer: then it
   * is known that somebody is there.
   */
  readonly silenceMs: number;
  /** Ends it. */
  readonly signal: AbortSignal | undefined;
  /** Makes the failure when the time is over, of the last one and of whether any response came. */
  over(last: unknown, answered: boolean): Error;
}

/** A failure, as the cause, that ends the series whatever it is. */
export class Final extends Error {}

/** The failures in one series of steps. */
export class Failures {
  readonly #limits: Limits;
  readonly #contact: FirstContact;
  readonly #start = performance.now();
  #inARow = 0;
  #last: unknown;
  #firstTime: number | undefined;
  #answered = false;

  constructor(limits: Limits, contact: FirstContact) {
    this.#limits = limits;
    this.#contact = contact;
  }

  get inARow(): number {
    return this.#inARow;
  }

  /** A step did not fail. */
  responseCame(): void {
    this.#answered = true;
    this.#inARow = 0;
  }

  /**
   * A step failed.
   *
   * @returns how long to pause before the next one, in milliseconds
   * @throws the failure if it does not pass by itself, or that of the limits if the time is over
   */
  pauseAfter(failure: unknown): number {
    if (!isRepeatable(failure) && !this.#isPassing(failure)) {
      throw failure instanceof ConnectionFailure ? this.#limits.over(failure, false) : failure;
    }
    this.#answered ||= failure instanceof ProblemError;
    this.#firstTime ??= performance.now();
    this.#last = failure;
    this.#inARow++;
    const pauseMs = backoff(this.#inARow, failure);
    const isTooLong = performance.now() - this.#start + pauseMs > this.#limits.totalMs;
    const silentMs = performance.now() - this.#firstTime;
    const isInVain =
      silentMs > this.#limits.silenceMs || this.#contact.isOverdue(failure, silentMs + pauseMs);
    if (isTooLong || (!this.#answered && isInVain)) {
      throw this.over();
    }
    return pauseMs;
  }

  /** A page of a proxy, say. Only where Anteroom has responded before: the address is right then. */
  #isPassing(failure: unknown): boolean {
    return this.#answered && failure instanceof UnreadableResponseError;
  }

  /** The failure when the time is over. */
  over(): Error {
    return this.#limits.over(this.#last, this.#answered);
  }
}
