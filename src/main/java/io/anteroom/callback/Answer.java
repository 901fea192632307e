package io.anteroom.callback;

import java.time.Duration;
import java.util.Optional;

/**
 * An answer of a receiver.
 *
 * @param status its status
 * @param text the beginning of its body, without control characters; null where it is not kept
 * @param location where a redirect leads, or null where it is none
 * @param retryAfter how long it asks to stay away
 */
record Answer(int status, String text, String location, Optional<Duration> retryAfter) {

  /** Without what it says: that of a private network is not for whoever named its URL. */
  Answer statusOnly() {
    return new Answer(status, null, null, retryAfter);
  }
}
