import { ProblemError, UnreadableResponseError } from "../error.js";
import type { Problem } from "../response.js";

/** A JSON object. */
export type Json = Record<string, unknown>;

/** A response with success. */
export interface Answer {
  readonly status: number;
  /** Its body; without fields if it has none. */
  readonly json: Json;
  /** After how many milliseconds it is worth asking again, if the response says so. */
  readonly retryAfterMs: number | undefined;
}

/**
 * Reads a response.
 *
 * @throws ProblemError if it has a status of 400 or more
 * @throws UnreadableResponseError if it is none of Anteroom's
 */
export function readAnswer(status: number, headers: Headers, body: string): Answer {
  const retryAfterMs = retryAfter(headers.get("retry-after"), Date.now());
  if (status >= 400) {
    throw new ProblemError(readProblem(status, body), retryAfterMs);
  }
  if (status < 200 || status > 299) {
    throw new UnreadableResponseError(status, beginning(body));
  }
  return { status, json: body === "" ? {} : parse(status, body), retryAfterMs };
}

/**
 * Reads a JSON object.
 *
 * @param status of the response that it came with
 * @throws UnreadableResponseError if it is none
 */
export function parse(status: number, body: string): Json {
  const json = tryParse(body);
  if (json === undefined) {
    throw new UnreadableResponseError(status, beginning(body));
  }
  return json;
}

/**
 * The answer as what it should be.
 *
 * @param field that it must have, as a text or as a list
 * @throws UnreadableResponseError if it has not
 */
export function expect<T>(answer: Answer, field: keyof T & string): T {
  const value = answer.json[field];
  if (typeof value !== "string" && !Array.isArray(value)) {
    throw new UnreadableResponseError(answer.status, `it has no ${field}`);
  }
  return answer.json as T;
}

function tryParse(body: string): Json | undefined {
  try {
    const json: unknown = JSON.parse(body);
    return typeof json === "object" && json !== null && !Array.isArray(json)
      ? (json as Json)
      : undefined;
  } catch {
    return undefined;
  }
}

/** What these fields of a problem are, if they are there. */
const TEXTS = ["type", "title", "detail", "field", "task_id"];

/**
 * A proxy's words about a problem can be anything: a field of another type counts as missing
 * (RFC 9457, 3.1).
 */
function readProblem(status: number, body: string): Problem {
  const json = Object.fromEntries(
    Object.entries(tryParse(body) ?? {}).filter(
      ([name, value]) => !TEXTS.includes(name) || typeof value === "string",
    ),
  );
  const isProblem = "type" in json;
  const words = { type: "about:blank", title: "", detail: isProblem ? "" : beginning(body) };
  return { ...words, ...(isProblem ? json : {}), status };
}

function beginning(body: string): string {
  return body.length <= 200 ? body : `${body.slice(0, 200)}…`;
}

/** Between two values. The comma after the name of a day is none. */
const COMMA = /(?:(?<![a-z])|(?<=GMT))\s*,\s*/i;

/**
 * The header `Retry-After` (RFC 9110, 10.2.3) in milliseconds, not negative; undefined if it is
 * missing or cannot be read. Proxies write it with a fraction too, and more than once: the longest
 * counts.
 */
export function retryAfter(value: string | null, now: number): number | undefined {
  const times = (value ?? "")
    .trim()
    .split(COMMA)
    .map((one) => milliseconds(one, now))
    .filter((ms) => !Number.isNaN(ms));
  return times.length === 0 ? undefined : Math.max(...times);
}

function milliseconds(value: string, now: number): number {
  if (/^[0-9]{1,9}(\.[0-9]+)?$/.test(value)) {
    return Math.ceil(Number(value)) * 1000;
  }
  return Math.max(0, date(value) - now);
}

/** In any of the three forms (RFC 9110, 5.6.7); the last of them names no zone. */
function date(value: string): number {
  const isAsctime = /^[a-z]{3} [a-z]{3} [ 0-9][0-9] [0-9:]{8} [0-9]{4}$/i.test(value);
  return isAsctime || / GMT$/.test(value) ? Date.parse(isAsctime ? `${value} GMT` : value) : NaN;
}
