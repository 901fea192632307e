package io.anteroom.callback;

/**
 * An attempt was not begun for a reason of our own: it does not count, and its callback is due
 * again soon. Has no stack trace.
 */
final class GivenBack extends RuntimeException {

  private static final long serialVersionUID = 1L;

  GivenBack(String why) {
    super(why, null, false, false);
  }
}
