package io.anteroom.callback;

/**
 * An attempt was not begun for a reason of our own: it does not count, and its callback is due
 * again soon. Has no stack trace.
 */
final class DeliveryPostponedException extends RuntimeException {

  DeliveryPostponedException(String why) {
    super(why, null, false, false);
  }
}
