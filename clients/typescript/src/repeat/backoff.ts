import { ProblemError } from "../error.js";

const FIRST_MS = 200;
const LONGEST_MS = 5_000;

/** By which part of it `Retry-After` is made longer at random, at most. */
const SPREAD = 0.1;

/**
 * How long to pause after a failure, in milliseconds: twice as long after each, and a random part of
 * that, so that many clients do not come back at the same moment. `Retry-After` makes it longer.
 *
 * @param failures how many there were in a row, from 1
 * @param failure the last of them
 */
export function backoff(failures: number, failure: unknown): number {
  const most = Math.min(LONGEST_MS, FIRST_MS * 2 ** Math.min(failures - 1, 30));
  const asked = (failure instanceof ProblemError ? failure.retryAfterMs : undefined) ?? 0;
  return Math.max(
    most / 2 + (most / 2) * Math.random(),
    asked + asked * SPREAD * Math.random(),
  );
}
