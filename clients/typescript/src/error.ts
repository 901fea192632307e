import { problemName, type Problem, type Task, type TaskFailure } from "./response.js";

/** A call failed. Each kind of failure is a class of its own, with a `name` of its own. */
export abstract class AnteroomError extends Error {
  constructor(message: string, cause?: unknown) {
    super(message, cause === undefined ? undefined : { cause });
  }
}

/** The task ended as FAILED or CANCELLED. */
export class TaskFailedError extends AnteroomError {
  override readonly name = "TaskFailedError";

  /** The task that ended. */
  readonly taskId: string;

  /** Why. */
  readonly failure: TaskFailure;

  constructor(
    /** The task as it ended. */
    readonly task: Task,
  ) {
    const failure = task.failure ?? { reason: "unknown" };
    super(`Task ${task.task_id} is ${task.status}: ${failure.message ?? failure.reason}`);
    this.taskId = task.task_id;
    this.failure = failure;
  }
}

/**
 * The wait for a task is over before its end. The task goes on: wait for it again with `awaitEnd`,
 * or read it later.
 */
export class TaskTimeoutError extends AnteroomError {
  override readonly name = "TaskTimeoutError";

  constructor(
    /**
     * The task; undefined if no response to its accept came in time. Then the same request with the
     * same `idempotencyKey` finds it, or accepts it.
     */
    readonly taskId: string | undefined,
    /** The key of the accept; undefined for a wait that accepted nothing. */
    readonly idempotencyKey: string | undefined,
    cause?: unknown,
  ) {
    super(
      taskId === undefined
        ? `Whether the task was accepted is not known. Idempotency-Key: ${idempotencyKey}`
        : `Task ${taskId} has not ended yet.`,
      cause,
    );
  }
}

/** The wait for a batch is over before its end. Its tasks go on. */
export class BatchTimeoutError extends AnteroomError {
  override readonly name = "BatchTimeoutError";

  constructor(
    /** The batch. */
    readonly batchId: string,
    cause?: unknown,
  ) {
    super(`Batch ${batchId} has not ended yet.`, cause);
  }
}

/** Anteroom, or a proxy before it, refused the request. */
export class ProblemError extends AnteroomError {
  override readonly name = "ProblemError";

  /**
   * The last part of the problem's type, such as `queue-full`. It is `about:blank` if the response
   * came from something else than Anteroom, such as a proxy.
   */
  readonly problemName: string;

  constructor(
    /** What was wrong. */
    readonly problem: Problem,
    /** After how many milliseconds it is worth trying again, if the response says so. */
    readonly retryAfterMs: number | undefined,
  ) {
    super(`${problem.status} ${problemName(problem)}: ${problem.detail}`);
    this.problemName = problemName(problem);
  }
}

/** No response came in the time that the call may take, however often it was repeated. */
export class NoResponseError extends AnteroomError {
  override readonly name: string = "NoResponseError";

  constructor(
    /**
     * The key of the call, if it accepts something: the same request with the same key is the same
     * task.
     */
    readonly idempotencyKey: string | undefined,
    cause?: unknown,
    message = "No response came",
  ) {
    super(cause instanceof Error ? `${message}: ${cause.message}` : `${message}.`, cause);
  }
}

/**
 * No connection to Anteroom ever came about: nobody listens there, the name is not known, or a firewall
 * is in between. Probably the address is wrong, or Anteroom does not run. A browser does not say so
 * much: there it is a {@link NoResponseError}.
 */
export class UnreachableError extends NoResponseError {
  override readonly name = "UnreachableError";

  constructor(
    /** Where Anteroom was sought. */
    readonly address: string,
    idempotencyKey: string | undefined,
    cause: unknown,
  ) {
    super(idempotencyKey, cause, `${address} was never reached`);
  }
}

/** The response is none of Anteroom's. Perhaps the base URL leads to something else. */
export class UnreadableResponseError extends AnteroomError {
  override readonly name = "UnreadableResponseError";

  constructor(
    /** The HTTP status; 0 for a redirect in a browser. */
    readonly status: number,
    beginning: string,
    cause?: unknown,
  ) {
    super(`The response with status ${status} cannot be read: ${beginning}`, cause);
  }
}

/** The file of a request cannot be read: it is gone, say, or was changed since it was opened. */
export class UnreadableFileError extends AnteroomError {
  override readonly name = "UnreadableFileError";

  constructor(cause: unknown) {
    super(`The file cannot be read: ${cause instanceof Error ? cause.message : cause}`, cause);
  }
}

/** A request is no callback of Anteroom's, or an old one. Respond with 401. */
export class CallbackError extends AnteroomError {
  override readonly name = "CallbackError";
}
