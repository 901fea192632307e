package io.anteroom.poll;

/** What kind of thing a look at a running task showed. */
public enum PollFinding {
  /** Where the task stands. */
  STATUS,
  /** That the upstream does not know the task, in the upstream's own words. */
  ABSENT,
  /** An answer about this task that says nothing that is understood here. */
  ODD,
  /** Nothing: there was no answer, or not one of the upstream. */
  NOTHING,
  /** The upstream was not asked, or had no turn for it: nothing follows from that. */
  UNASKED
}
