import { NoResponseError, TaskFailedError, TaskTimeoutError } from "../error.js";
import { expect, type Answer } from "../http/answer.js";
import { pathOf } from "../http/call.js";
import type { Transport } from "../http/transport.js";
import { unlessAborted } from "../http/watch.js";
import type { Repeats, Turn } from "../repeat/repeats.js";
import { hasEnded, type AcceptedTask, type Task } from "../response.js";
import type { Accept } from "./accept.js";
import type { WaitOptions } from "./options.js";
import { TaskEvents } from "./taskEvents.js";

/** A response that came sooner was not held back. */
const SOON_MS = 1_000;

/** So that a response that was held back comes before the timeout. */
const MARGIN_MS = 500;

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
  readonly #options: WaitOptions;
  readonly #events: TaskEvents;
  readonly #timeoutMs: number;
  readonly #start = performance.now();
  #taskId: string | undefined;
  #ended: Task | undefined;
  #cancelled = false;

  constructor(settings: WaitSettings, options: WaitOptions) {
    this.#settings = settings;
    this.#options = options;
    this.#events = new TaskEvents(settings.transport, options.onEvent);
    this.#timeoutMs = options.timeoutMs ?? settings.waitTimeoutMs;
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
            answered
              ? new TaskTimeoutError(this.#taskId, key, last)
              : new NoResponseError(key, last),
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
      return this.#accepted(await accept.attempt(isApart ? 0 : this.#heldSeconds(), signal));
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
    return turn(task, 0);
  }

  async #wait(failures: number, signal: AbortSignal): Promise<Turn<Task>> {
    const stream = `${this.#path()}/events`;
    if (this.#ended !== undefined) {
      await this.#events.readRest(stream, signal);
      return turn(this.#ended, 0);
    }
    const otherWay = failures % 4 >= 2;
    if (this.#events.isMoreToTell === otherWay) {
      return this.#poll(signal);
    }
    await this.#events.read(stream, signal);
    return { pauseMs: 0 };
  }

  async #poll(signal: AbortSignal): Promise<Turn<Task>> {
    const asked = performance.now();
    const call = { method: "GET" as const, path: this.#path(), heldSeconds: this.#heldSeconds() };
    const answer = await this.#settings.transport.send(call, signal);
    const task = expect<Task>(answer, "task_id");
    if (hasEnded(task) && this.#events.isMoreToTell) {
      this.#ended = task;
      return { pauseMs: 0 };
    }
    return turn(task, pauseAfter(answer, performance.now() - asked));
  }

  /** How long the service is asked to wait. */
  #heldSeconds(): number {
    const leftMs = this.#timeoutMs - (performance.now() - this.#start) - MARGIN_MS;
    const heldMs = Math.min(leftMs, this.#settings.waitPerRequestMs);
    return Math.max(0, Math.floor(heldMs / 1000));
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

function pauseAfter(answer: Answer, tookMs: number): number {
  return tookMs < SOON_MS ? (answer.retryAfterMs ?? SOON_MS) : 0;
}

function turn(task: AcceptedTask, pauseMs: number): Turn<Task> {
  if (task.status === "DONE") {
    return { result: task as Task };
  }
  if (hasEnded(task)) {
    throw new TaskFailedError(task as Task);
  }
  return { pauseMs };
}
