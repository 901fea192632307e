import { expect } from "../http/answer.js";
import { pathOf } from "../http/call.js";
import type { Transport } from "../http/transport.js";
import type { Repeats, Turn } from "../repeat/repeats.js";
import type { Task } from "../response.js";
import type { CallOptions } from "./options.js";

/** The path of a call about a task, which answers with its features. */
export function withFeatures(path: string): string {
  return `${path}?include=features`;
}

/**
 * Asks for the features of one task again, as long as Anteroom says that it is worth it, and a call is
 * repeated.
 */
export class FeaturesRead {
  readonly #patienceMs: number;
  #firstProblem: number | undefined;

  /** @param patienceMs how long to ask again after the first problem */
  constructor(patienceMs: number) {
    this.#patienceMs = patienceMs;
  }

  /** Whether the task is as good as it gets. */
  turn(task: Task): Turn<Task> {
    const pauseMs = (task.features_problem?.retry_after_seconds ?? 0) * 1000;
    if (pauseMs === 0) {
      return { result: task };
    }
    this.#firstProblem ??= performance.now();
    const askedMs = performance.now() - this.#firstProblem + pauseMs;
    return askedMs < this.#patienceMs ? { pauseMs } : { result: task };
  }
}

/** Reads a task with its features. */
export async function readFeatures(
  transport: Transport,
  repeats: Repeats,
  taskId: string,
  options: CallOptions,
): Promise<Task> {
  const read = new FeaturesRead(repeats.callTimeoutMs);
  const call = { method: "GET" as const, path: withFeatures(pathOf("tasks", taskId)) };
  return repeats.run<Task>(
    async (_, signal) => read.turn(expect<Task>(await transport.send(call, signal), "task_id")),
    repeats.limits({ signal: options.signal, moreMs: repeats.callTimeoutMs }),
  );
}
