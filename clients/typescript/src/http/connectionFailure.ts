/** What `fetch` of Node fails with before there is a connection. */
const OF_CONNECTING = new Set([
  "EAI_AGAIN",
  "ECONNREFUSED",
  "EHOSTUNREACH",
  "ENETUNREACH",
  "ENOTFOUND",
  "UND_ERR_CONNECT_TIMEOUT",
]);

/** What it fails with when the other side closes a connection. */
const OF_A_CUT = new Set(["ECONNRESET", "EPIPE", "UND_ERR_SOCKET"]);

/** No response came, or not all of it. */
export class ConnectionFailure extends Error {
  override readonly name = "ConnectionFailure";

  /** Whether the server's certificate was refused, which does not pass by itself. */
  get isOfCertificate(): boolean {
    return /CERT|UNABLE_TO_/.test(this.#code);
  }

  /** Whether no connection came about; false where nobody knows, as in a browser. */
  get isOfConnecting(): boolean {
    const isOfSeveralAddresses = Object(this.cause).cause instanceof AggregateError;
    return isOfSeveralAddresses || OF_CONNECTING.has(this.#code);
  }

  /** Whether there was a connection, which ended; false where nobody knows. */
  get wasConnected(): boolean {
    return OF_A_CUT.has(this.#code);
  }

  /** `fetch` says what happened only in the cause of its failure, and not in browsers. */
  get #code(): string {
    const code: unknown = Object(Object(this.cause).cause).code;
    return typeof code === "string" ? code : "";
  }
}
