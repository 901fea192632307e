import { TaskFailedError, TaskTimeoutError } from "../error.js";
import { expect } from "../http/answer.js";
import { pathOf } from "../http/call.js";
import type { Transport } from "../http/transport.js";
import { unlessAborted } from "../http/watch.js";
import type { Repeats, Turn } from "../repeat/repeats.js";
import { hasEnded, type AcceptedTask, type Task } from "../response.js";
import type { Accept } from "./accept.js";
import { FeaturesRead, withFeatures } from "./featuresRead.js";
import type { TaskOptions } from "./options.js";
import { Pace, pauseAfter } from "./pace.js";
import { TaskEvents } from "./taskEvents.js";

/** How long to pause after a response that was not held back, and does not say how long. */
const SOON_MS = 1_000;

/** What all waits of a client have in common. */
export interface WaitSettings {
  readonly transport: Transport;
  readonly repeats: Repeats;
  /** Of a wait that names none. */
  readonly waitTimeoutMs: number;
  /** How long the service is asked to hold a response back at most. */
  readonly waitPerRequestMs: number;
}

/**
 * One wait for the end of a task: the accept, then requests that the service holds back. If two of
 * these fail in a row, perhaps since a proxy allows no silence, the event stream takes over, which is
 * never silent for long. Used once.
 */
export class TaskWait {
  readonly #settings: WaitSettings;
  readonly #options: TaskOptions;
  readonly #events: TaskEvents;
  readonly #features: FeaturesRead;
  readonly #timeoutMs: number;
  readonly #pace: Pace;
  #taskId: string | undefined;
  #ended: Task | undefined;
  #restRead = false;
  #cancelled = false;

  constructor(settings: WaitSettings, options: TaskOptions) {
    this.#settings = settings;
    this.#options = options;
    this.#events = new TaskEvents(settings.transport, options.onEvent);
    this.#features = new FeaturesRead(settings.repeats.callTimeoutMs);
    this.#timeoutMs = options.timeoutMs ?? settings.waitTimeoutMs;
    this.#pace = new Pace(this.#timeoutMs, settings.waitPerRequestMs);
  }

  /** Accepts a task, or takes one by its id, and waits for its end. */
  async run(source: Accept | string): Promise<Task> {
    const accept = typeof source === "string" ? undefined : source;
    this.#taskId = typeof source === "string" ? source : undefined;
    const { signal, cancelTask } = this.#options;
    const key = accept?.idempotencyKey;
    try {
      return await this.#settings.repeats.run<Task>(
        (failures, inner) =>
          accept !== undefined && this.#taskId === undefined
            ? this.#accept(accept, inner)
            : this.#wait(failures, inner),
        {
          totalMs: this.#timeoutMs,
          silenceMs: this.#settings.repeats.callTimeoutMs,
          signal,
          over: (last, answered) =>
            answered || last === undefined
              ? new TaskTimeoutError(this.#taskId, key, last)
              : this.#settings.repeats.contact.noResponse(key, last),
        },
      );
    } finally {
      this.#cancelled = cancelTask === true && signal?.aborted === true;
      this.#cancelIfAccepted();
    }
  }

  async #accept(accept: Accept, signal: AbortSignal): Promise<Turn<Task>> {
    const { cancelTask, onEvent } = this.#options;
    if (!cancelTask) {
      const isApart = accept.hasFile || onEvent !== undefined;
      return this.#accepted(await accept.attempt(isApart ? 0 : this.#pace.heldSeconds, signal));
    }
    // Whoever cancels the task needs its id. So it comes at once, and a cancel waits for it.
    const attempt = accept.attempt(0).then((task) => {
      const turn = this.#accepted(task);
      this.#cancelIfAccepted();
      return turn;
    });
    return unlessAborted(attempt, signal);
  }

  #accepted(task: AcceptedTask): Turn<Task> {
    this.#taskId = task.task_id;
    return this.#turn(task, 0);
  }

  async #wait(failures: number, signal: AbortSignal): Promise<Turn<Task>> {
    const stream = `${this.#path()}/events`;
    if (this.#ended !== undefined && this.#isMoreToTell) {
      await this.#events.readRest(stream, signal);
      this.#restRead = true;
      return this.#turn(this.#ended, 0);
    }
    const otherWay = failures % 4 >= 2 && !this.#restRead;
    if (this.#isMoreToTell === otherWay) {
      return this.#poll(signal);
    }
    await this.#events.read(stream, signal);
    return { pauseMs: 0 };
  }

  async #poll(signal: AbortSignal): Promise<Turn<Task>> {
    const asked = performance.now();
    const path = this.#options.features ? withFeatures(this.#path()) : this.#path();
    const call = { method: "GET" as const, path, heldSeconds: this.#pace.heldSeconds };
    const answer = await this.#settings.transport.send(call, signal);
    const task = expect<Task>(answer, "task_id");
    if (hasEnded(task) && this.#isMoreToTell) {
      this.#ended = task;
      return { pauseMs: 0 };
    }
    return this.#turn(task, pauseAfter(answer, asked, SOON_MS));
  }

  /** The rest of the events is read once. After that there may be features to wait for. */
  get #isMoreToTell(): boolean {
    return this.#events.isMoreToTell && !this.#restRead;
  }

  #turn(task: AcceptedTask, pauseMs: number): Turn<Task> {
    if (task.status === "DONE") {
      const turn = this.#features.turn(task as Task);
      return "pauseMs" in turn && turn.pauseMs >= this.#pace.leftMs
        ? { result: task as Task }
        : turn;
    }
    if (hasEnded(task)) {
      throw new TaskFailedError(task as Task);
    }
    return { pauseMs };
  }

  #cancelIfAccepted(): void {
    if (this.#cancelled && this.#taskId !== undefined) {
      const { repeats, transport } = this.#settings;
      const call = { method: "DELETE" as const, path: this.#path(), heldSeconds: 0 };
      repeats.call((signal) => transport.send(call, signal)).catch(() => {});
    }
  }

  #path(): string {
    return pathOf("tasks", this.#taskId ?? "");
  }
}
