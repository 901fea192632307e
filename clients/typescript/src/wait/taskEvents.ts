import { AnteroomError } from "../error.js";
import { connect, isLast, type Place } from "../event/connection.js";
import { ConnectionFailure } from "../http/connectionFailure.js";
import type { Transport } from "../http/transport.js";
import { unlessAborted } from "../http/watch.js";
import { Final } from "../repeat/failures.js";
import type { WaitOptions } from "./options.js";

/** The events of one task, each told once, over as many connections as it takes. */
export class TaskEvents {
  readonly #transport: Transport;
  readonly #listener: WaitOptions["onEvent"];
  readonly #place: Place = { lastId: undefined, retryMs: 0, cuts: 0 };
  #ended = false;

  constructor(transport: Transport, listener: WaitOptions["onEvent"]) {
    this.#transport = transport;
    this.#listener = listener;
  }

  /** Whether somebody listens who has not been told of the last event. */
  get isMoreToTell(): boolean {
    return this.#listener !== undefined && !this.#ended;
  }

  /**
   * Reads on until the task has ended, over one connection.
   *
   * @throws ConnectionFailure when it is cut before; Final with what the listener failed with
   */
  async read(path: string, signal: AbortSignal): Promise<void> {
    for await (const event of connect(this.#transport, path, this.#place, signal)) {
      try {
        await unlessAborted((async () => this.#listener?.(event))(), signal);
      } catch (cause) {
        throw new Final("the listener failed", { cause });
      }
      if (isLast(event)) {
        break;
      }
    }
    this.#ended = true;
  }

  /** The same for a task that has ended: a cut is no failure. */
  async readRest(path: string, signal: AbortSignal): Promise<void> {
    try {
      await this.read(path, signal);
    } catch (failure) {
      if (!(failure instanceof ConnectionFailure || failure instanceof AnteroomError)) {
        throw failure;
      }
    }
  }
}
