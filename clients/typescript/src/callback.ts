import { CallbackError } from "./error.js";
import type { Batch, Task } from "./response.js";

/** A callback that really came from Anteroom. Its `type` tells what its `data` is. */
export type Callback = TaskCallback | BatchCallback;

/** The end of a task. */
export interface TaskCallback {
  /** The same whenever it is delivered. Handle each id once: remember it after your work succeeded. */
  id: string;
  /** How the task ended. */
  type: "task.done" | "task.failed" | "task.cancelled";
  /** When the task ended. */
  timestamp: string;
  /** The task; perhaps only its main fields. */
  data: Task;
}

/** The end of a batch. */
export interface BatchCallback {
  /** The same whenever it is delivered. Handle each id once: remember it after your work succeeded. */
  id: string;
  /** That all tasks of the batch have ended. */
  type: "batch.ended";
  /** When the last task of the batch ended. */
  timestamp: string;
  /** The batch. */
  data: Batch;
}

/** The headers of a request, as `fetch` or as Node has them. */
export type CallbackHeaders =
  | { get(name: string): string | null }
  | { readonly [name: string]: string | readonly string[] | undefined };

/** Settings of a {@link CallbackVerifier}. */
export interface CallbackOptions {
  /** By how much the time of a callback may differ from now, either way. 5 minutes if not given. */
  toleranceMs?: number;
  /** Another clock, for tests: milliseconds since 1970. */
  now?: () => number;
}

const ALGORITHM = { name: "HMAC", hash: "SHA-256" };
const PREFIX = "whsec_";
const VERSION = "v1,";
/** How many bytes a secret has, as Standard Webhooks and Anteroom demand. */
const MIN_BYTES = 24;
const MAX_BYTES = 64;
const USUAL_TOLERANCE_MS = 300_000;

/**
 * Tells callbacks of Anteroom from other requests, by their signature (Standard Webhooks). Give it
 * the bytes of the body as they came, before anything parses them.
 */
export class CallbackVerifier {
  readonly #secrets: readonly Uint8Array<ArrayBuffer>[];
  readonly #toleranceMs: number;
  readonly #now: () => number;

  /**
   * With one secret, or with several while a secret is replaced. A callback that one of them has
   * signed is accepted.
   *
   * @param secrets as `POST /callback-secret` shows them: `whsec_`, and 24 to 64 bytes in base64. Space
   *   around them does not count
   * @throws TypeError if one of them is no such secret, or undefined. The message does not show it
   */
  constructor(secrets: string | readonly string[], options: CallbackOptions = {}) {
    this.#secrets = [secrets].flat().map(bytesOf);
    if (this.#secrets.length === 0) {
      throw new TypeError("At least one secret is needed.");
    }
    this.#toleranceMs = options.toleranceMs ?? USUAL_TOLERANCE_MS;
    this.#now = options.now ?? Date.now;
  }

  /**
   * Verifies a request and reads it.
   *
   * @param body the bytes as they came; a text is taken as UTF-8
   * @throws CallbackError if it is no callback of Anteroom's, or its time is too far from now
   */
  async verify(body: Uint8Array | ArrayBuffer | string, headers: CallbackHeaders): Promise<Callback> {
    const id = required(headers, "webhook-id");
    const timestamp = required(headers, "webhook-timestamp");
    const signatures = required(headers, "webhook-signature");
    this.#checkTime(timestamp);
    const bytes = typeof body === "string" ? new TextEncoder().encode(body) : new Uint8Array(body);
    const message = await new Blob([`${id}.${timestamp}.`, bytes]).arrayBuffer();
    await this.#checkSignature(message, signatures);
    try {
      return { ...JSON.parse(new TextDecoder().decode(bytes)), id };
    } catch (cause) {
      throw new CallbackError("The body is not JSON.", cause);
    }
  }

  #checkTime(timestamp: string): void {
    const isTime = /^[0-9]{1,12}$/.test(timestamp);
    if (!isTime || Math.abs(this.#now() - Number(timestamp) * 1000) > this.#toleranceMs) {
      throw new CallbackError("The timestamp is too far from now, or none.");
    }
  }

  /** Takes the same time whichever signature fits, or none. */
  async #checkSignature(message: ArrayBuffer, signatures: string): Promise<void> {
    const given = signatures
      .split(" ")
      .filter((signature) => signature.startsWith(VERSION))
      .map((signature) => decode(signature.slice(VERSION.length)))
      .filter((signature) => signature !== undefined);
    let fits = false;
    for (const secret of this.#secrets) {
      const key = await crypto.subtle.importKey("raw", secret, ALGORITHM, false, ["verify"]);
      for (const signature of given) {
        fits = (await crypto.subtle.verify(ALGORITHM, key, signature, message)) || fits;
      }
    }
    if (!fits) {
      throw new CallbackError("No signature fits.");
    }
  }
}

function bytesOf(secret: string): Uint8Array<ArrayBuffer> {
  const text = typeof secret === "string" ? secret.trim() : ""; // a variable may not be set
  const bytes = text.startsWith(PREFIX) ? decode(text.slice(PREFIX.length)) : undefined;
  if (bytes === undefined || bytes.length < MIN_BYTES || bytes.length > MAX_BYTES) {
    throw new TypeError("A secret must be whsec_ and 24 to 64 bytes in base64.");
  }
  return bytes;
}

/** Base64; undefined for what is none. */
function decode(base64: string): Uint8Array<ArrayBuffer> | undefined {
  try {
    return Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
  } catch {
    return undefined;
  }
}

/** Frameworks differ in how they write the names of headers. */
function required(headers: CallbackHeaders, name: string): string {
  const value =
    typeof headers.get === "function"
      ? headers.get(name)
      : Object.entries(headers).find(([key]) => key.toLowerCase() === name)?.[1];
  const text: unknown = Array.isArray(value) ? value[0] : value;
  if (typeof text !== "string" || text === "") {
    throw new CallbackError(`The header ${name} is missing.`);
  }
  return text;
}
