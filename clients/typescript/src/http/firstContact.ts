import { NoResponseError, UnreachableError } from "../error.js";
import { ConnectionFailure } from "./connectionFailure.js";

/**
 * Whether a client has ever been connected with Anteroom. Once it has, who does not answer probably
 * starts again, and is worth waiting for. Until then the address is probably wrong.
 */
export class FirstContact {
  readonly #address: string;
  readonly #patienceMs: number;
  #reached = false;

  /** @param patienceMs how long calls are repeated until then */
  constructor(baseUrl: string, patienceMs: number) {
    const url = new URL(baseUrl);
    this.#address = (url.origin + url.pathname).replace(/\/+$/, "");
    this.#patienceMs = patienceMs;
  }

  /** Notes that a response came. */
  responseCame(): void {
    this.#reached = true;
  }

  /** Notes that none came. */
  failed(failure: ConnectionFailure): void {
    this.#reached ||= failure.wasConnected;
  }

  /**
   * Whether it is of no use to go on.
   *
   * @param failure the last one
   * @param silentMs since the first of them
   */
  isOverdue(failure: unknown, silentMs: number): boolean {
    return this.#isInVain(failure) && silentMs > this.#patienceMs;
  }

  /** The failure of a call that got no response, of its last one. */
  noResponse(idempotencyKey: string | undefined, last: unknown): NoResponseError {
    return this.#isInVain(last)
      ? new UnreachableError(this.#address, idempotencyKey, last)
      : new NoResponseError(idempotencyKey, last);
  }

  #isInVain(failure: unknown): boolean {
    return !this.#reached && failure instanceof ConnectionFailure && failure.isOfConnecting;
  }
}
