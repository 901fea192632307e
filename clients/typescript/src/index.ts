/**
 * A client of Anteroom: index something and wait for its end, through cut connections and restarts.
 * Begin with {@link AnteroomClient}; receive callbacks with {@link CallbackVerifier}.
 *
 * @packageDocumentation
 */
export { AnteroomClient, type SearchOptions } from "./client.js";
export type { ClientOptions } from "./options.js";
export type { Tasks } from "./tasks.js";
export type { Batches } from "./batches.js";
export type { EventOptions } from "./event/stream.js";
export type {
  CallOptions,
  IndexOptions,
  SubmitOptions,
  TaskOptions,
  WaitOptions,
} from "./wait/options.js";
export * from "./callback.js";
export * from "./error.js";
export * from "./request.js";
export * from "./response.js";
