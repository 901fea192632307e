import { stream, type EventOptions } from "./event/stream.js";
import { expect } from "./http/answer.js";
import { bodyOf, type Body } from "./http/body.js";
import { pathOf, withQuery, type Call } from "./http/call.js";
import { checkedTime } from "./options.js";
import type { BatchFilter, BatchRequest } from "./request.js";
import type { Batch, BatchPage, BatchReceipt, TaskEvent } from "./response.js";
import { keyOf } from "./wait/accept.js";
import { waitForBatch } from "./wait/batchWait.js";
import type { CallOptions, SubmitOptions, WaitOptions } from "./wait/options.js";
import type { WaitSettings } from "./wait/taskWait.js";

const PAGE_SIZE = 100;
const CANCEL_WAIT_SECONDS = 10;

/** Many things to index at once. Promises fail as those of {@link AnteroomClient}. */
export class Batches {
  readonly #waits: WaitSettings;

  /** @internal */
  constructor(waits: WaitSettings) {
    this.#waits = waits;
  }

  /**
   * Has up to 1,000 URLs and texts indexed, in one transaction.
   *
   * @returns a task or a problem for each item
   * @throws ProblemError with the name `batch-refused` if no item could be accepted
   * @throws TypeError if an item has a file
   */
  async submit(batch: BatchRequest, options: SubmitOptions = {}): Promise<BatchReceipt> {
    if (batch.items.some((item) => item["file"] instanceof Blob)) {
      throw new TypeError("A batch takes no files.");
    }
    return this.#accept("/index/batch", options, bodyOf({ ...batch }));
  }

  /** How the tasks of a batch stand now. */
  async get(batchId: string, options: CallOptions = {}): Promise<Batch> {
    return this.#call({ method: "GET", path: pathOf("batches", batchId) }, "batch_id", options);
  }

  /**
   * Waits until all tasks of a batch have ended.
   *
   * @returns the batch as it ended, whether its tasks are DONE or not
   * @throws BatchTimeoutError if it has not ended in time; its tasks go on
   */
  async awaitEnd(
    batchId: string,
    options: Pick<WaitOptions, "signal" | "timeoutMs"> = {},
  ): Promise<Batch> {
    const timeoutMs = checkedTime("timeoutMs", options.timeoutMs, this.#waits.waitTimeoutMs);
    return waitForBatch(this.#waits, batchId, timeoutMs, options.signal);
  }

  /**
   * Cancels the tasks of a batch that have not ended, here and upstream.
   *
   * @returns the batch. It has ended if each cancel is certain within 10 s. A task that has ended
   *   before is not changed
   */
  async cancel(batchId: string, options: CallOptions = {}): Promise<Batch> {
    const call = {
      method: "DELETE" as const,
      path: pathOf("batches", batchId),
      heldSeconds: CANCEL_WAIT_SECONDS,
    };
    return this.#call(call, "batch_id", options);
  }

  /**
   * Repeats the tasks of a batch that are FAILED or CANCELLED by now, and were not repeated before.
   *
   * @returns a new batch
   * @throws ProblemError with the name `not-retryable` if there is no such task
   */
  async retry(batchId: string, options: SubmitOptions = {}): Promise<BatchReceipt> {
    return this.#accept(`${pathOf("batches", batchId)}/retry`, options);
  }

  /**
   * The events of all tasks of a batch, from its first, or after one of them, to its last: each once,
   * those of one task in order. Otherwise as {@link AnteroomClient.events}.
   */
  events(batchId: string, options: EventOptions = {}): AsyncGenerator<TaskEvent, void, undefined> {
    const { transport, repeats } = this.#waits;
    return stream(transport, repeats, `${pathOf("batches", batchId)}/events`, options, false);
  }

  /**
   * A page of your batches, newest first: up to 100.
   *
   * @param cursor the `pagination.next_cursor` of the page before; the first page without one
   */
  async page(
    filter: BatchFilter = {},
    cursor?: string,
    options: CallOptions = {},
  ): Promise<BatchPage> {
    const query = { ...filter, page_size: PAGE_SIZE, after: cursor };
    return this.#call({ method: "GET", path: withQuery("/batches", query) }, "results", options);
  }

  /** Your batches, newest first. The next page is read when the loop needs it. */
  async *list(
    filter: BatchFilter = {},
    options: CallOptions = {},
  ): AsyncGenerator<Batch, void, undefined> {
    let cursor: string | undefined;
    do {
      const page = await this.page(filter, cursor, options);
      yield* page.results;
      cursor = page.pagination.next_cursor ?? undefined;
    } while (cursor !== undefined);
  }

  async #accept(path: string, options: SubmitOptions, body?: Body): Promise<BatchReceipt> {
    const idempotencyKey = keyOf(options.idempotencyKey);
    const headers = { "Idempotency-Key": idempotencyKey };
    const call = { method: "POST" as const, path, headers, ...(body && { body }) };
    return this.#waits.repeats.call(
      async (signal) =>
        expect<BatchReceipt>(await this.#waits.transport.send(call, signal), "batch_id"),
      { signal: options.signal, idempotencyKey },
    );
  }

  async #call<T>(call: Call, field: keyof T & string, options: CallOptions): Promise<T> {
    return this.#waits.repeats.call(
      async (signal) => expect<T>(await this.#waits.transport.send(call, signal), field),
      { ...options, moreMs: (call.heldSeconds ?? 0) * 1000 },
    );
  }
}
