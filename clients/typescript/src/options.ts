import { FirstContact } from "./http/firstContact.js";
import { LONGEST_MS } from "./http/watch.js";
import { Transport } from "./http/transport.js";
import { PAUSE, pause, type Pause } from "./repeat/pause.js";
import { Repeats } from "./repeat/repeats.js";
import type { WaitSettings } from "./wait/taskWait.js";

/** Node's `fetch` gives up when no response has come for 300 s. */
const LONGEST_WAIT_MS = 240_000;

/** Settings of a client. All times are in milliseconds, more than 0 and at most 24 days. */
export interface ClientOptions {
  /**
   * How long a call is repeated if the client has never been connected: nobody listens, say, or the name
   * is not known. Then it fails with an `UnreachableError`. Once the client was connected, calls
   * are repeated as `callTimeoutMs` says, since Anteroom may start again. About 20 s if not given:
   * make it longer in a process that may start while every replica restarts. It does not count in
   * browsers, which do not say why there is no response.
   */
  firstConnectTimeoutMs?: number;
  /**
   * How long a response may take, beyond the time that Anteroom is asked to wait. Then the call is
   * repeated. 20 s if not given. An event stream may be silent for three times this.
   */
  responseTimeoutMs?: number;
  /** How much longer the response to a request with a file may take. 10 minutes if not given. */
  uploadTimeoutMs?: number;
  /**
   * How long a call may take with all its repeats. A call that waits for a task or sends a file may
   * take longer; it gives up after this time if it failed, and nobody ever responded. 2 minutes if
   * not given.
   */
  callTimeoutMs?: number;
  /** How long to wait for the end of a task, if the call does not say. 1 hour if not given. */
  waitTimeoutMs?: number;
  /**
   * How long Anteroom is asked to hold a response back until a task has ended, in whole seconds. Then
   * it is asked again. Make it shorter than the idle timeout of a proxy in between. 25 s if not
   * given, at most 240 s.
   */
  waitPerRequestMs?: number;
  /** Sends the requests: a `fetch` with a proxy or certificates of your own, say. */
  fetch?: typeof fetch;
  /** @internal */
  [PAUSE]?: Pause;
}

/**
 * Checks the settings.
 *
 * @throws TypeError if one of them cannot be
 */
export function settingsOf(baseUrl: string | URL, apiKey: string, options: ClientOptions): WaitSettings {
  if (!/^[!-~]+$/.test(apiKey)) {
    throw new TypeError("The API key must have printable ASCII characters only.");
  }
  const url = checkedUrl(baseUrl);
  const contact = new FirstContact(
    url,
    checkedTime("firstConnectTimeoutMs", options.firstConnectTimeoutMs, 20_000),
  );
  const transport = new Transport({
    baseUrl: url,
    contact,
    apiKey,
    fetch: options.fetch ?? ((...request) => globalThis.fetch(...request)),
    responseTimeoutMs: checkedTime("responseTimeoutMs", options.responseTimeoutMs, 20_000),
    uploadTimeoutMs: checkedTime("uploadTimeoutMs", options.uploadTimeoutMs, 600_000),
  });
  const callTimeoutMs = checkedTime("callTimeoutMs", options.callTimeoutMs, 120_000);
  return {
    transport,
    repeats: new Repeats(options[PAUSE] ?? pause, callTimeoutMs, contact),
    waitTimeoutMs: checkedTime("waitTimeoutMs", options.waitTimeoutMs, 3_600_000),
    waitPerRequestMs: checkedTime(
      "waitPerRequestMs",
      options.waitPerRequestMs,
      25_000,
      LONGEST_WAIT_MS,
    ),
  };
}

/**
 * A time, or the usual one.
 *
 * @throws TypeError if it is none, or too long
 */
export function checkedTime(
  name: string,
  given: number | undefined,
  usual: number,
  longest = LONGEST_MS,
): number {
  const ms = given ?? usual;
  if (!(ms > 0 && ms <= longest)) {
    throw new TypeError(`${name} must be more than 0 and at most ${longest}.`);
  }
  return ms;
}

function checkedUrl(baseUrl: string | URL): string {
  const url = new URL(baseUrl);
  if (!/^https?:$/.test(url.protocol) || url.search !== "" || url.hash !== "") {
    throw new TypeError("The base URL must be http:// or https://, without query and fragment.");
  }
  return url.href.replace(/\/+$/, "");
}
