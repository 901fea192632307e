import type { Transport } from "../http/transport.js";
import { Watch } from "../http/watch.js";
import { backoff } from "../repeat/backoff.js";
import { isRepeatable } from "../repeat/repeatable.js";
import type { Repeats } from "../repeat/repeats.js";
import type { TaskEvent } from "../response.js";
import { connect, isLast, type Place } from "./connection.js";

/** Which events to read. */
export interface EventOptions {
  /** The `id` of the last event that was handled: the stream goes on after it. */
  after?: string | undefined;
  /** Ends the stream: it throws the signal's reason. To leave the loop ends it too. */
  signal?: AbortSignal | undefined;
}

/**
 * The events of a stream. It connects again after each cut, and goes on after the last event that
 * was read.
 *
 * @param endsWithTask whether the stream ends with the last event of a task
 */
export async function* stream(
  transport: Transport,
  repeats: Repeats,
  path: string,
  options: EventOptions,
  endsWithTask: boolean,
): AsyncGenerator<TaskEvent, void, undefined> {
  const place: Place = { lastId: options.after, retryMs: 0, cuts: 0 };
  const watch = new Watch(options.signal);
  let firstCut = 0;
  try {
    for (;;) {
      watch.signal.throwIfAborted();
      const cut = yield* untilCut(connect(transport, path, place, watch.signal), endsWithTask);
      if (cut === undefined) {
        return;
      }
      if (place.cuts++ === 0) {
        firstCut = performance.now();
      }
      const pauseMs = Math.max(backoff(place.cuts, cut), place.retryMs);
      if (repeats.contact.isOverdue(cut, performance.now() - firstCut + pauseMs)) {
        throw repeats.contact.noResponse(undefined, cut);
      }
      await repeats.pause(pauseMs, watch.signal);
    }
  } finally {
    watch.close();
  }
}

/**
 * Passes the events of one connection on.
 *
 * @returns what cut it; undefined if there are no more events
 */
async function* untilCut(
  events: AsyncGenerator<TaskEvent, void, undefined>,
  endsWithTask: boolean,
): AsyncGenerator<TaskEvent, unknown, undefined> {
  try {
    for await (const event of events) {
      yield event;
      if (endsWithTask && isLast(event)) {
        return undefined;
      }
    }
    return undefined;
  } catch (cut) {
    if (isRepeatable(cut)) {
      return cut;
    }
    throw cut;
  }
}
