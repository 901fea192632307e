package io.anteroom.poll;

/** What kind of thing a poll of a running task found. */
public enum PollFinding {
  /** Where the task stands. */
  STATUS,
  /** That the upstream does not know the task, in the upstream's own words. */
  NOT_FOUND,
  /** A response about this task that says nothing that is understood here. */
  UNKNOWN_STATUS,
  /** Nothing: there was no response, or not one of the upstream. */
  NO_RESPONSE,
  /** The upstream was not asked, or had no time for it: nothing follows from that. */
  NOT_POLLED
}
