import { BatchTimeoutError, NoResponseError } from "./error.js";
import { expect } from "./http/answer.js";
import { bodyOf } from "./http/body.js";
import { pathOf } from "./http/call.js";
import { checkedTime } from "./options.js";
import type { BatchRequest } from "./request.js";
import type { Batch, BatchReceipt } from "./response.js";
import { keyOf } from "./wait/accept.js";
import type { CallOptions, SubmitOptions, WaitOptions } from "./wait/options.js";
import type { WaitSettings } from "./wait/taskWait.js";

const BETWEEN_READS_MS = 2_000;

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
    const idempotencyKey = keyOf(options.idempotencyKey);
    const call = {
      method: "POST" as const,
      path: "/index/batch",
      body: bodyOf({ ...batch }),
      headers: { "Idempotency-Key": idempotencyKey },
    };
    return this.#waits.repeats.call(
      async (signal) => expect<BatchReceipt>(await this.#send(call, signal), "batch_id"),
      { signal: options.signal, idempotencyKey },
    );
  }

  /** How the tasks of a batch stand now. */
  async get(batchId: string, options: CallOptions = {}): Promise<Batch> {
    return this.#waits.repeats.call((signal) => this.#read(batchId, signal), options);
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
    const { repeats, waitTimeoutMs } = this.#waits;
    return repeats.run<Batch>(
      async (_, signal) => {
        const batch = await this.#read(batchId, signal);
        return batch.open === 0 ? { result: batch } : { pauseMs: BETWEEN_READS_MS };
      },
      {
        totalMs: checkedTime("timeoutMs", options.timeoutMs, waitTimeoutMs),
        silenceMs: repeats.callTimeoutMs,
        signal: options.signal,
        over: (last, answered) =>
          answered ? new BatchTimeoutError(batchId, last) : new NoResponseError(undefined, last),
      },
    );
  }

  async #read(batchId: string, signal: AbortSignal): Promise<Batch> {
    const call = { method: "GET" as const, path: pathOf("batches", batchId) };
    return expect<Batch>(await this.#send(call, signal), "batch_id");
  }

  #send(...call: Parameters<WaitSettings["transport"]["send"]>) {
    return this.#waits.transport.send(...call);
  }
}
