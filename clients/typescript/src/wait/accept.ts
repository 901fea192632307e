import { ProblemError } from "../error.js";
import { expect } from "../http/answer.js";
import type { Body } from "../http/body.js";
import type { Transport } from "../http/transport.js";
import type { AcceptedTask } from "../response.js";

/** A call that accepts a task. It can be repeated, since each attempt has the same key. */
export class Accept {
  readonly idempotencyKey: string;
  readonly #transport: Transport;
  readonly #path: string;
  readonly #body: Body | undefined;

  /** @param key undefined for one of its own */
  constructor(transport: Transport, path: string, body?: Body, key?: string) {
    this.#transport = transport;
    this.#path = path;
    this.#body = body;
    this.idempotencyKey = keyOf(key);
  }

  /** Whether the body is too large to send it again for the sake of a wait. */
  get hasFile(): boolean {
    return this.#body?.file !== undefined;
  }

  /**
   * One attempt. What the upstream refused while the call waited is a task that FAILED: it is known
   * by its id only, so it is read next.
   */
  async attempt(heldSeconds: number, signal?: AbortSignal): Promise<AcceptedTask> {
    const call = {
      method: "POST" as const,
      path: this.#path,
      headers: { "Idempotency-Key": this.idempotencyKey },
      heldSeconds,
      ...(this.#body && { body: this.#body }),
    };
    try {
      return expect<AcceptedTask>(await this.#transport.send(call, signal), "task_id");
    } catch (failure) {
      const task = failure instanceof ProblemError ? failure.problem.task_id : undefined;
      if (task !== undefined && (failure as ProblemError).problemName === "upstream-refused") {
        return { task_id: task };
      }
      throw failure;
    }
  }
}

/**
 * The key that was given, or a new one.
 *
 * @throws TypeError if it cannot be one
 */
export function keyOf(key: string | undefined): string {
  if (key !== undefined && !/^[ -~]{1,255}$/.test(key)) {
    throw new TypeError("An idempotency key has 1 to 255 printable ASCII characters.");
  }
  return key ?? crypto.randomUUID();
}
