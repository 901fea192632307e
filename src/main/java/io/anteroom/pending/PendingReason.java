package io.anteroom.pending;

import io.anteroom.quota.PauseCause;
import java.util.Locale;

/** What a task waits for. The labels are promises: none is renamed or given another meaning. */
public enum PendingReason {
  /** Its turn, and a permit of the quota. */
  PERMIT,
  /** The end of a pause after the upstream said 429. */
  PAUSED_BY_429,
  /** The end of a pause after the upstream said 503, and when to come again. */
  PAUSED_BY_503,
  /** The end of a window after the database lost commits. */
  PAUSED_AFTER_FAILOVER,
  /** An operator, who has paused the account. */
  PAUSED_BY_OPERATOR,
  /** The upstream to accept the key of the account. */
  KEY_REFUSED,
  /** A circuit breaker to close, after too many calls have failed. */
  BREAKER,
  /** The end of a delay, since a submit could not be sent or did not come through. */
  BACKOFF,
  /** The spool, which holds its file and is away. */
  SPOOL,
  /** A replica that works. */
  NO_WORKER,
  /** The account, which is not configured any more. */
  NO_ACCOUNT,
  /** The upstream's answer to its submit. */
  UPSTREAM,
  /** A check whether its submit happened. */
  IN_DOUBT,
  /** The upstream to be done with it, which the next poll may show. */
  NEXT_POLL;

  /** The word of our responses, in lower case with dashes. */
  public String label() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  static PendingReason of(PauseCause cause) {
    return switch (cause) {
      case RATE_LIMITED -> PAUSED_BY_429;
      case UNAVAILABLE -> PAUSED_BY_503;
      case FAILOVER -> PAUSED_AFTER_FAILOVER;
    };
  }
}
