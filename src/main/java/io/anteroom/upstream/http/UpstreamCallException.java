package io.anteroom.upstream.http;

/** A call that has no answer. */
public final class UpstreamCallException extends RuntimeException {

  private final boolean sent;

  public UpstreamCallException(boolean sent, Throwable cause) {
    super(reason(cause), cause, false, false);
    this.sent = sent;
  }

  /**
   * Whether any byte of the request may have been written. False is certain: the upstream has not
   * seen this call.
   */
  public boolean maybeSent() {
    return sent;
  }

  /** The same for any failure of a call; one that is not known, a timeout, may have been sent. */
  public static boolean maybeSent(Throwable failure) {
    return !(failure instanceof UpstreamCallException known) || known.maybeSent();
  }

  private static String reason(Throwable cause) {
    Throwable root = cause;
    while (root.getCause() != null && root.getCause() != root) {
      root = root.getCause();
    }
    String message = root.getMessage();
    return message == null ? root.getClass().getSimpleName() : message;
  }
}
