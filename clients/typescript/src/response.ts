/**
 * How a task stands. A status never goes back, and DONE, FAILED and CANCELLED never change.
 *
 * - `INITIALIZING`: accepted, and not downloaded yet; perhaps not even submitted
 * - `DOWNLOADING`: the upstream fetches what is to be indexed
 * - `UPLOADING`: the upstream stores it
 * - `PROCESSING`: the upstream extracts and indexes
 * - `DONE`: ended with success
 * - `FAILED`: ended without success, see `failure`
 * - `CANCELLED`: cancelled, by you or upstream
 */
export type TaskStatus =
  | "INITIALIZING"
  | "DOWNLOADING"
  | "UPLOADING"
  | "PROCESSING"
  | "DONE"
  | "FAILED"
  | "CANCELLED";

/** What is indexed. */
export type TaskKind = "url" | "text" | "upload";

/** Which step a task is in; `in_doubt` while it is not known whether the upstream has it. */
export type TaskPhase =
  | "queued"
  | "submitting"
  | "in_doubt"
  | "running"
  | "cancelling"
  | "ended";

/**
 * Why a task ended without success.
 *
 * - `upstream-refused`: the upstream refused the submit: change the request
 * - `upstream-failed`: the upstream took it and ended it without success: a retry may help
 * - `intermediary-refused`: for too long a proxy or an ingress refused it: tell the operator, retry
 * - `deadline`: its deadline passed: retry with more time
 * - `max-running`: it ran upstream for longer than is allowed: retry
 * - `gone-upstream`: the upstream no longer knows it: retry
 * - `file-lost`: its file was lost before it was submitted: upload it again
 * - `in-doubt-unresolved`: whether it was submitted cannot be found out: search, then retry
 * - `cancelled`: it was cancelled, by you or upstream
 * - `unknown`: the response does not say
 */
export type FailureReason =
  | "upstream-refused"
  | "upstream-failed"
  | "intermediary-refused"
  | "deadline"
  | "max-running"
  | "gone-upstream"
  | "file-lost"
  | "in-doubt-unresolved"
  | "cancelled"
  | "unknown";

/** Why a task ended without success, with words. */
export interface TaskFailure {
  /** For programs. */
  reason: FailureReason;
  /** The HTTP status of the upstream's response that ended the task, if one did. */
  upstream_status?: number;
  /** For people. Missing only in a callback whose body would have been too large. */
  message?: string;
  [field: string]: unknown;
}

/** A task as it was when it was read. Times are texts of RFC 3339. */
export interface Task {
  /** Its id, a UUID. */
  task_id: string;
  /** How it stands. */
  status: TaskStatus;
  /** Which step it is in. */
  phase: TaskPhase;
  /** What is indexed. */
  kind: TaskKind;
  /** The collection that it goes to. */
  collection_id: string;
  /** The upstream's asset, once there is one. */
  asset_id?: string;
  /** A task that is FAILED or CANCELLED has one, no other has. */
  failure?: TaskFailure;
  /** Your own name for it, if it was given one. */
  reference?: string;
  /** The task that this one repeats, if it repeats one. */
  retry_of?: string;
  /** The batch that it was accepted with, if there was one. */
  batch_id?: string;
  /** What was extracted, if it was asked for. */
  features?: Record<string, unknown>;
  /** Why there are no features, if they were asked for and the task is DONE. */
  features_problem?: FeaturesProblem;
  /** When it was accepted. */
  accepted_at: string;
  /** When it changed last. */
  updated_at: string;
  /** When it ended. */
  ended_at?: string;
  [field: string]: unknown;
}

/** Why a task that is DONE comes without its features. */
export interface FeaturesProblem {
  /** The address of the page that explains it. */
  type: string;
  /** What the type means, in a few words. */
  title: string;
  /** The HTTP status that a call for the features alone would have. */
  status: number;
  /** What happened this time. */
  detail: string;
  /** After which time it may be over, if that is known. */
  retry_after_seconds?: number;
  [field: string]: unknown;
}

/** A task that was accepted. There is nothing but its id if it could not be read then. */
export type AcceptedTask = Pick<Task, "task_id"> & Partial<Task>;

/** A part of a list of tasks, newest first. */
export interface TaskPage {
  /** Up to 100 tasks. */
  results: Task[];
  /** Where the page stands in the list. */
  pagination: {
    /** How many tasks the whole list has, perhaps as an estimate; null for a page by cursor. */
    total: number | null;
    /** After which task the next page begins; null if this is the last page. */
    next_cursor: string | null;
    [field: string]: unknown;
  };
  [field: string]: unknown;
}

/** A change of a task. */
export interface TaskEvent {
  /** Where the event stands in its stream. A stream can begin after it. */
  id: string;
  /** `task.updated`, or for the last one `task.done`, `task.failed` or `task.cancelled`. */
  type: string;
  /** How the task stands since then. */
  data: {
    /** The task that changed. */
    task_id: string;
    /** The number of the event within its task, from 1 without gaps. */
    no: number;
    /** How the task stands. */
    status: TaskStatus;
    /** Which step it is in. */
    phase: TaskPhase;
    /** Why the task ended without success, if it did. */
    failure?: TaskFailure;
    /** When it changed. */
    at: string;
    [field: string]: unknown;
  };
}

/** How the tasks of a batch stand together. */
export interface Batch {
  /** Its id, a UUID. */
  batch_id: string;
  /** How many tasks it has. */
  total: number;
  /** How many of them have not ended. */
  open: number;
  /** How many of them have which status. */
  counts: Record<TaskStatus, number>;
  /** How many items became no task. */
  refused: number;
  /** Your own name for it, if it was given one. */
  reference?: string;
  /** When it was accepted. */
  accepted_at: string;
  /** When its last task ended. */
  ended_at?: string;
  /** The batch whose tasks its own try again, if it is a retry. */
  retry_of?: string;
  [field: string]: unknown;
}

/** A part of a list of batches, newest first. */
export interface BatchPage {
  /** Up to 100 batches. */
  results: Batch[];
  /** Where the page stands in the list. */
  pagination: {
    /** How many batches the whole list has, perhaps as an estimate; null for a page by cursor. */
    total: number | null;
    /** After which batch the next page begins; null if this is the last page. */
    next_cursor: string | null;
    [field: string]: unknown;
  };
  [field: string]: unknown;
}

/** What became of the items of a batch. */
export interface BatchReceipt {
  /** The id of the batch, a UUID. */
  batch_id: string;
  /** How many items became tasks. */
  accepted: number;
  /** How many did not. */
  refused: number;
  /** One for each item of the request, in their order: its task, or why there is none. */
  items: BatchItem[];
  [field: string]: unknown;
}

/** What became of an item of a batch. */
export interface BatchItem {
  /** The task that it became. */
  task_id?: string;
  /** Why it became none. */
  error?: Problem;
  /** The task that it tries again, or was to, if the batch is a retry. */
  retry_of?: string;
}

/** What a search found, as the upstream responds. */
export interface SearchPage {
  /** Best first. */
  results: { asset_id?: string; score?: number; [field: string]: unknown }[];
  /** Of the upstream, if it has one. */
  pagination?: { total?: number; total_pages?: number; [field: string]: unknown };
  [field: string]: unknown;
}

/** Why a request was refused (RFC 9457). */
export interface Problem {
  /** The address of the page that explains it; `about:blank` for one that is not Anteroom's. */
  type: string;
  /** What the type means, in a few words. */
  title: string;
  /** The HTTP status. */
  status: number;
  /** What happened this time. */
  detail: string;
  /** The field, parameter or header that it is about, if there is one. */
  field?: string;
  /** The task that failed by it, if there is one. */
  task_id?: string;
  [field: string]: unknown;
}

/** Whether something with a status (a task, the data of an event) is DONE, FAILED or CANCELLED. */
export function hasEnded(task: { status?: string }): boolean {
  return task.status === "DONE" || task.status === "FAILED" || task.status === "CANCELLED";
}

/** The last part of a problem's type, such as `queue-full`: what programs switch on. */
export function problemName(problem: Problem): string {
  return problem.type.slice(problem.type.lastIndexOf("/") + 1);
}
