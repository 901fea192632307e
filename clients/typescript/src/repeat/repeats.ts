import { AnteroomError } from "../error.js";
import type { FirstContact } from "../http/firstContact.js";
import { Watch } from "../http/watch.js";
import { Failures, Final, type Limits } from "./failures.js";
import type { Pause } from "./pause.js";

/** What one step came to: a result, or a pause of so many milliseconds before another step. */
export type Turn<T> = { readonly result: T } | { readonly pauseMs: number };

/** One step; it is told how many before it have failed in a row. */
export type Step<T> = (failures: number, signal: AbortSignal) => Promise<Turn<T>>;

/** How a call may be repeated. */
export interface CallOptions {
  /** Ends the call. */
  readonly signal?: AbortSignal | undefined;
  /** How much longer it may take, since the service holds it back, or a file has to be sent. */
  readonly moreMs?: number;
  readonly idempotencyKey?: string;
}

/** Repeats steps until one gives a result. */
export class Repeats {
  constructor(
    readonly pause: Pause,
    /** How long a call may take with all its repeats. */
    readonly callTimeoutMs: number,
    readonly contact: FirstContact,
  ) {}

  /** Takes steps within limits. */
  async run<T>(step: Step<T>, limits: Limits): Promise<T> {
    const watch = new Watch(limits.signal);
    watch.start(limits.totalMs);
    const failures = new Failures(limits, this.contact);
    try {
      for (;;) {
        const turn = await this.#take(step, failures, watch.signal);
        if ("result" in turn) {
          return turn.result;
        }
        await this.pause(turn.pauseMs, watch.signal);
      }
    } catch (failure) {
      limits.signal?.throwIfAborted();
      throw watch.expired ? failures.over() : failure;
    } finally {
      watch.close();
    }
  }

  async #take<T>(step: Step<T>, failures: Failures, signal: AbortSignal): Promise<Turn<T>> {
    try {
      const turn = await step(failures.inARow, signal);
      failures.responseCame();
      return turn;
    } catch (failure) {
      if (failure instanceof Final) {
        throw failure.cause;
      }
      return { pauseMs: failures.pauseAfter(failure) };
    }
  }

  /** A call that gives its result with its first response. */
  async call<T>(
    attempt: (signal: AbortSignal) => Promise<T>,
    options: CallOptions = {},
  ): Promise<T> {
    const step: Step<T> = async (_, signal) => ({ result: await attempt(signal) });
    return this.run(step, this.limits(options));
  }

  /** The limits of such a call. */
  limits(options: CallOptions): Limits {
    return {
      totalMs: this.callTimeoutMs + (options.moreMs ?? 0),
      silenceMs: this.callTimeoutMs,
      signal: options.signal,
      over: (failure) =>
        failure instanceof AnteroomError
          ? failure
          : this.contact.noResponse(options.idempotencyKey, failure),
    };
  }
}
