import { stream, type EventOptions } from "./event/stream.js";
import { expect } from "./http/answer.js";
import { pathOf, withQuery, type Call } from "./http/call.js";
import type { Transport } from "./http/transport.js";
import type { Repeats } from "./repeat/repeats.js";
import type { TaskFilter } from "./request.js";
import type { AcceptedTask, Task, TaskEvent, TaskPage } from "./response.js";
import { Accept } from "./wait/accept.js";
import { readFeatures } from "./wait/featuresRead.js";
import type { CallOptions } from "./wait/options.js";

const PAGE_SIZE = 100;
const CANCEL_WAIT_SECONDS = 10;

/**
 * Tasks that were accepted. Promises fail as those of {@link AnteroomClient}; a task that you have
 * not is a {@link ProblemError} with the name `task-not-found`.
 */
export class Tasks {
  readonly #transport: Transport;
  readonly #repeats: Repeats;

  /** @internal */
  constructor(transport: Transport, repeats: Repeats) {
    this.#transport = transport;
    this.#repeats = repeats;
  }

  /** A task as it is now. */
  async get(taskId: string, options: CallOptions = {}): Promise<Task> {
    return this.#call({ method: "GET", path: pathOf("tasks", taskId) }, "task_id", options);
  }

  /**
   * A task with what was extracted from it, if it is DONE. This costs one call upstream.
   *
   * @returns the task. If its features could not be had, also by asking again, it says why in
   *   `features_problem`
   */
  async getWithFeatures(taskId: string, options: CallOptions = {}): Promise<Task> {
    return readFeatures(this.#transport, this.#repeats, taskId, options);
  }

  /**
   * Cancels a task, here and upstream.
   *
   * @returns the task. It has ended if the cancel is certain within 10 s; else its phase is
   *   `cancelling`. A task that has ended before is not changed
   */
  async cancel(taskId: string, options: CallOptions = {}): Promise<Task> {
    const call = {
      method: "DELETE" as const,
      path: pathOf("tasks", taskId),
      heldSeconds: CANCEL_WAIT_SECONDS,
    };
    return this.#call(call, "task_id", options);
  }

  /**
   * Repeats a task that is FAILED or CANCELLED.
   *
   * @returns a new task, as it was accepted
   * @throws ProblemError with the name `not-retryable` if the task has not failed
   */
  async retry(taskId: string, options: CallOptions = {}): Promise<AcceptedTask> {
    const accept = new Accept(this.#transport, `${pathOf("tasks", taskId)}/retry`);
    return this.#repeats.call((signal) => accept.attempt(0, signal), {
      ...options,
      idempotencyKey: accept.idempotencyKey,
    });
  }

  /**
   * A page of your tasks, newest first: up to 100.
   *
   * @param cursor the `pagination.next_cursor` of the page before; the first page without one
   */
  async page(
    filter: TaskFilter = {},
    cursor?: string,
    options: CallOptions = {},
  ): Promise<TaskPage> {
    const query = { ...filter, page_size: PAGE_SIZE, after: cursor };
    return this.#call({ method: "GET", path: withQuery("/tasks", query) }, "results", options);
  }

  /** Your tasks, newest first. The next page is read when the loop needs it. */
  async *list(
    filter: TaskFilter = {},
    options: CallOptions = {},
  ): AsyncGenerator<Task, void, undefined> {
    let cursor: string | undefined;
    do {
      const page = await this.page(filter, cursor, options);
      yield* page.results;
      cursor = page.pagination.next_cursor ?? undefined;
    } while (cursor !== undefined);
  }

  /**
   * The events of one task, from its first, or after one of them, to its last. Otherwise as
   * {@link AnteroomClient.events}.
   */
  events(taskId: string, options: EventOptions = {}): AsyncGenerator<TaskEvent, void, undefined> {
    const path = `${pathOf("tasks", taskId)}/events`;
    return stream(this.#transport, this.#repeats, path, options, true);
  }

  async #call<T>(call: Call, field: keyof T & string, options: CallOptions): Promise<T> {
    return this.#repeats.call(
      async (signal) => expect<T>(await this.#transport.send(call, signal), field),
      { ...options, moreMs: (call.heldSeconds ?? 0) * 1000 },
    );
  }
}
