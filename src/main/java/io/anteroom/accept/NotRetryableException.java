package io.anteroom.accept;

/** A task cannot be retried. The message is a sentence for the caller. */
public final class NotRetryableException extends RuntimeException {

  /** Why it cannot. */
  public enum Reason {
    NOT_FAILED("Only a task that is FAILED or CANCELLED can be retried."),
    REQUEST_GONE("Its request is no longer kept; send it again as a new one."),
    FILE_GONE("Its file is no longer kept; upload it again with a new request."),
    CLIENT_GONE("Its client is not configured any more.");

    private final String sentence;

    Reason(String sentence) {
      this.sentence = sentence;
    }
  }

  private final Reason reason;

  public NotRetryableException(Reason reason) {
    super(reason.sentence, null, false, false);
    this.reason = reason;
  }

  public Reason reason() {
    return reason;
  }
}
