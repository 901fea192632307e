import { BatchTimeoutError } from "../error.js";
import { expect } from "../http/answer.js";
import { pathOf } from "../http/call.js";
import type { Batch } from "../response.js";
import type { WaitOptions } from "./options.js";
import { Pace, pauseAfter } from "./pace.js";
import type { WaitSettings } from "./taskWait.js";

/** How long to pause after a response that was not held back, and does not say how long. */
const SOON_MS = 2_000;

/**
 * Waits for the ends of all tasks of a batch, by requests that the service holds back. If two of these
 * fail in a row, perhaps since a proxy allows no silence, the next ones are answered at once.
 *
 * @param timeoutMs of the whole wait
 */
export async function waitForBatch(
  settings: WaitSettings,
  batchId: string,
  timeoutMs: number,
  signal: WaitOptions["signal"],
): Promise<Batch> {
  const { repeats, transport, waitPerRequestMs } = settings;
  const path = pathOf("batches", batchId);
  const pace = new Pace(timeoutMs, waitPerRequestMs);
  return repeats.run<Batch>(
    async (failures, inner) => {
      const asked = performance.now();
      const heldSeconds = failures < 2 ? pace.heldSeconds : 0;
      const answer = await transport.send({ method: "GET", path, heldSeconds }, inner);
      const batch = expect<Batch>(answer, "batch_id");
      return batch.open === 0
        ? { result: batch }
        : { pauseMs: pauseAfter(answer, asked, SOON_MS) };
    },
    {
      totalMs: timeoutMs,
      silenceMs: repeats.callTimeoutMs,
      signal,
      over: (last, answered) =>
        answered || last === undefined
          ? new BatchTimeoutError(batchId, last)
          : repeats.contact.noResponse(undefined, last),
    },
  );
}
