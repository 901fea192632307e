import type { TaskKind, TaskStatus } from "./response.js";

/**
 * What is to be indexed: a text, what is at a URL, or a file. The fields are those of the API. One
 * that Anteroom does not know goes to the upstream as it is.
 */
export type IndexRequest = IndexTextRequest | IndexUrlRequest | IndexFileRequest;

/** The fields that all requests to index something can have. */
export interface IndexFields {
  /** The collection of the upstream that it goes to. */
  collection_id: string;
  /** Your name for the task, of 1 to 255 characters. Lists can be filtered by it. */
  reference?: string;
  /** Your data about it. The upstream stores it and can filter by it. */
  metadata?: Record<string, unknown>;
  /** Which of your own tasks goes first, from -100 to 100; 0 if not given. */
  priority?: number;
  /** After how many seconds the task ends as FAILED: 1 to 2,592,000 (30 days), from the accept. */
  deadline_seconds?: number;
  /** Where the callback about the end goes. */
  callback_url?: string;
  [field: string]: unknown;
}

/** A text to index. */
export interface IndexTextRequest extends IndexFields {
  /** Not empty. */
  text: string;
}

/** Something to index that the upstream fetches. */
export interface IndexUrlRequest extends IndexFields {
  /** An absolute URL. */
  url: string;
}

/** A file to index. */
export interface IndexFileRequest extends IndexFields {
  /**
   * The file. A `File` has a name, which the upstream sees; another `Blob` is named `file`. It is
   * read when the request is sent, and again when the request has to be repeated.
   */
  file: Blob;
}

/** A search by words, by what is at a URL, or by a file of at most 50 MB. */
export type SearchRequest =
  | (SearchFields & { query: string })
  | (SearchFields & { url: string })
  | (SearchFields & { file: Blob });

/** The fields that all searches can have. */
export interface SearchFields {
  /** Which assets count: the upstream's `AND`, `OR`, `NOR` over `key`, `operator`, `value`. */
  filters?: Record<string, unknown>;
  [field: string]: unknown;
}

/** Up to 1,000 URLs and texts to index at once. */
export interface BatchRequest {
  /** 1 to 1,000 of them, without files. */
  items: readonly (IndexTextRequest | IndexUrlRequest)[];
  /** Your name for the batch, of 1 to 255 characters. */
  reference?: string;
  /** Where one callback goes when the last task of the batch has ended. */
  callback_url?: string;
}

/** Which tasks a list shows. All conditions must hold. */
export interface TaskFilter {
  /** Only tasks with this status, or with one of these. */
  status?: TaskStatus | readonly TaskStatus[];
  /** Only tasks of this kind, or of one of these. */
  kind?: TaskKind | readonly TaskKind[];
  /** Only tasks of this collection. */
  collection_id?: string;
  /** Only tasks that were given this reference. */
  reference?: string;
  /** Only tasks of the batch with this id. */
  batch?: string;
  /** Only tasks that were accepted later than this. */
  created_after?: Date | string;
  /** Only tasks that were accepted earlier than this. */
  created_before?: Date | string;
}

/** Which batches a list shows. All conditions must hold. */
export interface BatchFilter {
  /** Only batches that were given this reference. */
  reference?: string;
  /** Only batches of which all tasks have ended, or only those of which not. */
  ended?: boolean;
}
