package io.anteroom.callback;

/**
 * An attempt was not begun for a reason of our own: it does not count, and its callback is due
 * again soon. Has no stack trace.
 */
final class DeliveryPostponedException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  DeliveryPostponedException(String why) {
    super(why, null, false, false);
  }
}
