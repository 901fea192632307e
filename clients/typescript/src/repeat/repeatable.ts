import { ProblemError } from "../error.js";
import { ConnectionFailure } from "../http/connectionFailure.js";

const STATUSES = new Set([408, 425, 429, 500, 502, 503, 504, 507]);

/** The upstream's last word, whatever the status. */
const FINAL = new Set(["upstream-refused", "upstream-unauthorized", "upstream-unreadable"]);

/** Whether the same request can succeed later. */
export function isRepeatable(failure: unknown): boolean {
  if (failure instanceof ProblemError) {
    return STATUSES.has(failure.problem.status) && !FINAL.has(failure.problemName);
  }
  return failure instanceof ConnectionFailure && !failure.isOfCertificate;
}
