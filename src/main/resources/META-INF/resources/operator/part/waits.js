import { h } from "../base/dom.js";
import { duration, moment, number } from "../base/format.js";

/** For each reason: what a task waits for, and what an operator can do. */
const REASONS = {
  permit: ["its turn and a permit of the quota", "Nothing, or a larger plan."],
  "paused-by-429": ["the end of a pause after a 429", "Look who else uses the key of the account."],
  "paused-by-503": ["the end of a pause that the upstream asked for", "Nothing."],
  "paused-after-failover": ["one window, after PostgreSQL lost commits", "Nothing."],
  "paused-by-operator": ["an operator, who paused the account", "Resume the account."],
  "key-refused": ["the upstream to accept the account's key", "Set a valid key, then restart."],
  breaker: ["a circuit breaker that is open on every replica", "Look at the upstream, then try it: Replicas."],
  "no-worker": ["a replica that submits and polls", "Start one, or see anteroom.cluster.work."],
  "no-account": ["its account, which is not configured", "Configure it."],
  spool: ["the spool, which is away", "Mount it."],
  backoff: ["the end of a delay after a submit that failed", "Look at the network between."],
  upstream: ["the answer to its submit", "Nothing."],
  "in-doubt": ["the next check whether its submit happened", "See anteroom.in-doubt.policy if it stays."],
  "next-poll": ["the upstream to be done, which a poll will show", "Nothing."],
};

/** Why a task waits, in words; nothing for a task that has ended. */
export function reason(waits) {
  return waits ? (REASONS[waits.reason]?.[0] ?? waits.reason) : null;
}

/** What an operator can do about it. */
export function remedy(waits) {
  return REASONS[waits.reason]?.[1] ?? "See the operator's guide.";
}

/** Until when, and where in the queue. */
export function untilWhen(waits) {
  if (!waits) {
    return null;
  }
  const said = [
    waits.until ? h("span", {}, "earliest ", moment(waits.until)) : null,
    waits.position ? `place ${number(waits.position)}` : null,
    waits.estimate_seconds !== undefined ? `in about ${duration(waits.estimate_seconds)}` : null,
  ].filter(Boolean);
  return said.length > 0 ? said.flatMap((part, i) => (i === 0 ? [part] : [", ", part])) : null;
}
