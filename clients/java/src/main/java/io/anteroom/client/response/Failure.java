package io.anteroom.client.response;

import io.anteroom.client.json.JsonObject;
import java.util.Optional;

/**
 * Why a task ended without success.
 *
 * @param json all of it; not null
 */
public record Failure(JsonObject json) {

  /** The reason, for programs; never null. */
  public FailureReason reason() {
    return json.string("reason").map(FailureReason::named).orElse(FailureReason.UNKNOWN);
  }

  /** The HTTP status of the upstream's response that ended the task; empty if none did. */
  public Optional<Integer> upstreamStatus() {
    return json.number("upstream_status").map(Number::intValue);
  }

  /** Words for people; empty only in a callback whose body would have been too large. */
  public Optional<String> message() {
    return json.string("message");
  }
}
