import type { Body } from "./body.js";
import { wellFormed } from "./wellFormed.js";

/** A request, without what all requests have. */
export interface Call {
  readonly method: "GET" | "POST" | "DELETE";
  /** With its query, beginning with a slash. */
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: Body;
  /** How long the service is asked to hold the response back, in whole seconds; 0 for not at all. */
  readonly heldSeconds?: number;
}

/** A path with a query of those parameters that have a value. */
export function withQuery(path: string, parameters: Record<string, unknown>): string {
  const query = Object.entries(parameters)
    .filter(([, value]) => value !== undefined && value !== null)
    .map(([name, value]) => `${encodeURIComponent(name)}=${encoded(name, value)}`);
  return query.length === 0 ? path : `${path}?${query.join("&")}`;
}

function encoded(name: string, value: unknown): string {
  const text = value instanceof Date ? value.toISOString() : String(value);
  return encodeURIComponent(wellFormed(`The parameter ${name}`, text));
}

/**
 * The path of something that has an id.
 *
 * @throws TypeError if the id is not a UUID
 */
export function pathOf(kind: "tasks" | "batches", id: string): string {
  if (!/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(id)) {
    throw new TypeError(`The id is not a UUID: ${id}`);
  }
  return `/${kind}/${id}`;
}
