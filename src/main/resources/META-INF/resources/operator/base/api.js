/** Calls of the operator's API, with the cookie of the session. */

/** The page is in the folder operator/ of the service, whatever prefix a proxy puts before it. */
const SERVICE = new URL("../", document.baseURI);
const PATIENCE_MS = 20_000;

/** How far the clock of this browser is behind that of the service, in ms. */
let behind = 0;

/** The present moment, in ms, by the clock of the service. */
export function now() {
  return Date.now() + behind;
}

/** What a call was answered in place of a result. */
export class Problem extends Error {
  /** @param status that of HTTP; 0 where there was no answer */
  constructor(status, body) {
    super(body.detail ?? body.title ?? `Anteroom answered with ${status}.`);
    this.status = status;
    this.type = body.type ?? "";
    this.field = body.field;
  }
}

/** Sent on the window when a session has ended. */
export const SIGNED_OUT = "signed-out";

export function url(path, query = {}) {
  const address = new URL(path, SERVICE);
  for (const [name, value] of new URLSearchParams(query)) {
    address.searchParams.append(name, value);
  }
  return address;
}

export function get(path, query) {
  return call("GET", url(path, query));
}

export function post(path, { query, body } = {}) {
  return call("POST", url(path, query), body);
}

export function remove(path, query) {
  return call("DELETE", url(path, query));
}

async function call(method, address, body) {
  const response = await send(method, address, body);
  const text = await response.text();
  noteTime(response.headers.get("Date"));
  if (response.ok) {
    return text === "" ? null : JSON.parse(text);
  }
  if (response.status === 401) {
    window.dispatchEvent(new Event(SIGNED_OUT));
  }
  throw new Problem(response.status, problem(text));
}

async function send(method, address, body) {
  try {
    return await fetch(address, {
      method,
      // Without this type a change is refused: another site's page could not send it.
      headers: method === "GET" ? {} : { "Content-Type": "application/json" },
      body: body === undefined ? undefined : JSON.stringify(body),
      signal: AbortSignal.timeout(PATIENCE_MS),
    });
  } catch {
    throw new Problem(0, { detail: "Anteroom does not answer." });
  }
}

function problem(text) {
  try {
    return JSON.parse(text);
  } catch {
    return {};
  }
}

function noteTime(date) {
  const skew = Date.parse(date) - Date.now();
  if (Math.abs(skew) > 1500) {
    behind = skew;
  }
}
