package io.anteroom.upstream.http;

/** The failures of responses that are more than is held in memory. */
public final class TooLargeResponses {

  private TooLargeResponses() {}

  /** Of one that is too large whatever else arrives. */
  public static ResponseTooLargeException alone() {
    return ResponseTooLargeException.alone(100_000);
  }

  /** Of one that arrives beside too many others. */
  public static ResponseTooLargeException together() {
    return ResponseTooLargeException.together();
  }
}
