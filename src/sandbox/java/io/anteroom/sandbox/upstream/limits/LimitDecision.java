package io.anteroom.sandbox.upstream.limits;

/** Whether a call may pass. */
public sealed interface LimitDecision {
  /** The call passes, and has been counted. */
  record Admitted() implements LimitDecision {}

  /**
   * The call is one too many, and has not been counted.
   *
   * @param limit calls per window
   * @param waitNanos nanoseconds from the arrival until a call would pass, from 1
   */
  record Refused(int limit, long waitNanos) implements LimitDecision {}

  LimitDecision ADMITTED = new Admitted();
}
