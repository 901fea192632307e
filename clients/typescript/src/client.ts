import { Batches } from "./batches.js";
import { stream, type EventOptions } from "./event/stream.js";
import { expect } from "./http/answer.js";
import { bodyOf } from "./http/body.js";
import { pathOf, withQuery } from "./http/call.js";
import { checkedTime, settingsOf, type ClientOptions } from "./options.js";
import type { IndexRequest, SearchRequest } from "./request.js";
import type { AcceptedTask, SearchPage, Task, TaskEvent } from "./response.js";
import { Tasks } from "./tasks.js";
import { Accept } from "./wait/accept.js";
import { withFeatures } from "./wait/featuresRead.js";
import type { CallOptions, IndexOptions, SubmitOptions, TaskOptions } from "./wait/options.js";
import { TaskWait, type WaitSettings } from "./wait/taskWait.js";

const INDEX = "/index-and-wait";

/** Which page of a search, and how long it may wait for its turn. */
export interface SearchOptions extends CallOptions {
  /** From 1; 1 if not given. */
  page?: number;
  /** How many hits a page has, from 1 to 100; 10 if not given. */
  pageSize?: number;
  /** How long the search may wait for its turn within the quota, in seconds up to 60; 10 s. */
  maxWaitSeconds?: number;
}

/**
 * A client of Anteroom. One for a whole application is enough. It needs no closing.
 *
 * Every call is repeated when its response was lost, or when Anteroom asks to come back later (429,
 * 500, 502, 503, 504, 507), with growing pauses and as `Retry-After` says. A call that accepts
 * something has the same `Idempotency-Key` in all repeats, so it accepts once.
 *
 * A promise fails with an {@link AnteroomError}, with a `TypeError` if an argument cannot be, or with
 * the reason of your `signal`.
 */
export class AnteroomClient {
  /** Tasks that were accepted. */
  readonly tasks: Tasks;

  /** Many things to index at once. */
  readonly batches: Batches;

  readonly #waits: WaitSettings;

  /**
   * Makes a client.
   *
   * @param baseUrl where Anteroom is: http or https, perhaps with a path
   * @param apiKey the key of your service
   * @throws TypeError if an argument cannot be
   */
  constructor(baseUrl: string | URL, apiKey: string, options: ClientOptions = {}) {
    this.#waits = settingsOf(baseUrl, apiKey, options);
    this.tasks = new Tasks(this.#waits.transport, this.#waits.repeats);
    this.batches = new Batches(this.#waits);
  }

  /**
   * Indexes something and waits for its end, through cut connections and restarts of replicas.
   *
   * @returns the task, which is DONE
   * @throws TaskFailedError if it ended otherwise
   * @throws TaskTimeoutError if it has not ended in time, and then it goes on
   * @throws NoResponseError if nobody responded at all, such as an UnreachableError if nobody was ever
   *   there
   * @throws ProblemError if the request was refused
   */
  async indexAndWait(request: IndexRequest, options: IndexOptions = {}): Promise<Task> {
    return this.#wait(options, this.#accept(request, options, options.features));
  }

  /**
   * Has something indexed, and does not wait for its end.
   *
   * @returns the task as it was accepted: its id, and perhaps nothing more
   */
  async submit(request: IndexRequest, options: SubmitOptions = {}): Promise<AcceptedTask> {
    const accept = this.#accept(request, options);
    return this.#waits.repeats.call((signal) => accept.attempt(0, signal), {
      signal: options.signal,
      moreMs: accept.hasFile ? this.#waits.waitTimeoutMs : 0,
      idempotencyKey: accept.idempotencyKey,
    });
  }

  /**
   * Waits for the end of a task that was accepted before.
   *
   * @returns and throws as {@link indexAndWait}
   */
  async awaitEnd(taskId: string, options: TaskOptions = {}): Promise<Task> {
    pathOf("tasks", taskId);
    return this.#wait(options, taskId);
  }

  /** Searches. The search waits for its turn within the quota of the account. */
  async search(search: SearchRequest, options: SearchOptions = {}): Promise<SearchPage> {
    const kind = "query" in search ? "text" : "url" in search ? "url" : "upload";
    const heldSeconds = Math.floor(options.maxWaitSeconds ?? 10);
    const query = { page: options.page ?? 1, page_size: options.pageSize ?? 10 };
    const call = {
      method: "POST" as const,
      path: withQuery(`/search/${kind}`, query),
      body: bodyOf(search),
      heldSeconds,
    };
    return this.#waits.repeats.call(
      async (signal) =>
        expect<SearchPage>(await this.#waits.transport.send(call, signal), "results"),
      { signal: options.signal, moreMs: heldSeconds * 1000 },
    );
  }

  /**
   * The events of all your tasks, from now on, or after an event. The stream does not end by itself.
   * It connects again after each cut, and misses no event and repeats none; it fails if the client was
   * never connected, as calls do. Nothing more is read than the loop has taken and one piece of the
   * network.
   */
  events(options: EventOptions = {}): AsyncGenerator<TaskEvent, void, undefined> {
    const { transport, repeats } = this.#waits;
    return stream(transport, repeats, "/events", options, false);
  }

  async #wait(options: TaskOptions, source: Accept | string): Promise<Task> {
    checkedTime("timeoutMs", options.timeoutMs, this.#waits.waitTimeoutMs);
    return new TaskWait(this.#waits, options).run(source);
  }

  #accept(request: IndexRequest, options: SubmitOptions, features = false): Accept {
    const path = features ? withFeatures(INDEX) : INDEX;
    return new Accept(this.#waits.transport, path, bodyOf(request), options.idempotencyKey);
  }
}
