package io.anteroom.callback.http;

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
public record ReceiverResponse(
    int status, String text, String location, Optional<Duration> retryAfter) {

  /** Without what it says: that of a private network is not for whoever named its URL. */
  ReceiverResponse statusOnly() {
    return new ReceiverResponse(status, null, null, retryAfter);
  }
}
