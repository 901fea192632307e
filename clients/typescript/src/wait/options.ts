import type { TaskEvent } from "../response.js";

/** What every call can be told. */
export interface CallOptions {
  /** Ends the call: it fails with the signal's reason. */
  signal?: AbortSignal | undefined;
}

/** What a call that accepts something can be told. */
export interface SubmitOptions extends CallOptions {
  /**
   * Your name for this request, of 1 to 255 printable ASCII characters: for 24 hours the same key
   * with the same content is the same task, also after a restart of your process. Without one, each
   * call gets a key of its own.
   */
  idempotencyKey?: string | undefined;
}

/** How to wait for the end of a task. */
export interface WaitOptions extends CallOptions {
  /** How long to wait at most, in milliseconds; that of the client if not given. */
  timeoutMs?: number | undefined;
  /**
   * Whether the task is cancelled too when the signal ends the wait. This is done in the background,
   * without a promise: the process may end first, or no response may come.
   */
  cancelTask?: boolean | undefined;
  /**
   * Is told of each change of the task, once, in order, before the wait ends. Then the wait reads the
   * task's event stream. Only if the stream cannot be opened at the end, the last events are not
   * told. A promise that it returns is awaited. If it fails, the wait fails with the same.
   */
  onEvent?: ((event: TaskEvent) => void | Promise<void>) | undefined;
}

/** How to wait for the end of a task, and whether with its result. */
export interface TaskOptions extends WaitOptions {
  /**
   * Whether the task comes with its `features`, for one more call upstream. Where they cannot be had
   * at the moment they are asked for again, as long as any call is repeated; after that, the task
   * says why in `features_problem`. It is DONE all the same.
   */
  features?: boolean | undefined;
}

/** How to index something and wait for its end. */
export interface IndexOptions extends SubmitOptions, TaskOptions {}
