import { readAnswer, type Answer } from "./answer.js";
import { checkFile } from "./body.js";
import type { Call } from "./call.js";
import { ConnectionFailure } from "./connectionFailure.js";
import type { FirstContact } from "./firstContact.js";
import { Watch } from "./watch.js";

/** The version of the API that this client was written for. */
const API_VERSION = "2024-12-01";

/** Where requests go, and how long a response may take. */
export interface TransportSettings {
  readonly baseUrl: string;
  readonly apiKey: string;
  readonly fetch: typeof fetch;
  readonly responseTimeoutMs: number;
  readonly uploadTimeoutMs: number;
  /** Is told what becomes of each request. */
  readonly contact: FirstContact;
}

/** Sends requests, each once. */
export class Transport {
  readonly #settings: TransportSettings;

  constructor(settings: TransportSettings) {
    this.#settings = settings;
  }

  /** How long a response may take, in milliseconds. */
  get responseTimeoutMs(): number {
    return this.#settings.responseTimeoutMs;
  }

  /**
   * Sends a request and reads the response.
   *
   * @throws ConnectionFailure if no response came
   * @throws UnreadableFileError if the file in the body cannot be read
   * @throws ProblemError if the response is one
   */
  async send(call: Call, signal?: AbortSignal): Promise<Answer> {
    const watch = new Watch(signal);
    try {
      const response = await this.open(call, watch);
      const text = await read(() => response.text(), watch);
      return readAnswer(response.status, response.headers, text);
    } finally {
      watch.close();
    }
  }

  /**
   * Sends a request, and leaves the body of the response to the caller.
   *
   * @param watch whose time is started
   * @throws as {@link send}
   */
  async open(call: Call, watch: Watch): Promise<Response> {
    if (call.body?.file !== undefined) {
      await checkFile(call.body.file);
    }
    const { fetch, baseUrl, responseTimeoutMs, uploadTimeoutMs, contact } = this.#settings;
    const upload = call.body?.file === undefined ? 0 : uploadTimeoutMs;
    watch.start(responseTimeoutMs + upload + (call.heldSeconds ?? 0) * 1000);
    try {
      const request = this.#request(call, watch.signal);
      const response = await read(() => fetch(baseUrl + call.path, request), watch);
      contact.responseCame();
      return response;
    } catch (failure) {
      if (failure instanceof ConnectionFailure) {
        contact.failed(failure);
      }
      throw failure;
    }
  }

  #request(call: Call, signal: AbortSignal): RequestInit {
    const { heldSeconds, body } = call;
    return {
      method: call.method,
      headers: {
        Authorization: `Bearer ${this.#settings.apiKey}`,
        "Api-Version": API_VERSION,
        ...(body && { "Content-Type": body.type }),
        ...(heldSeconds !== undefined && {
          Prefer: heldSeconds < 1 ? "respond-async" : `wait=${heldSeconds}`,
        }),
        ...call.headers,
      },
      ...(body && { body: body.content }),
      redirect: "manual",
      signal,
    };
  }
}

/**
 * Reads from the network.
 *
 * @throws ConnectionFailure if it fails, or the time is over
 * @throws the reason of the signal if it was aborted otherwise
 */
export async function read<T>(source: () => Promise<T>, watch: Watch): Promise<T> {
  try {
    return await source();
  } catch (cause) {
    if (watch.expired) {
      throw new ConnectionFailure("no response in time", { cause });
    }
    watch.signal.throwIfAborted();
    throw new ConnectionFailure(words(cause), { cause });
  }
}

/** `fetch` says what happened only in the cause of its failure, and not in browsers. */
function words(failure: unknown): string {
  const cause: unknown = Object(failure).cause;
  // That of several addresses has no message.
  return cause instanceof Error
    ? `${failure}: ${cause.message || Object(cause).code}`
    : String(failure);
}
