package io.anteroom.callback.destination;

/**
 * A callback must not go where it was asked to go. The message is the reason, one sentence without
 * an address that was looked up, safe to show to whoever asked. Has no stack trace.
 */
public final class DestinationRefusedException extends RuntimeException {

  /**
   * @param reason why, one sentence, not null
   */
  public DestinationRefusedException(String reason) {
    super(reason, null, false, false);
  }
}
