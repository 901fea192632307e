package io.anteroom.api.operator;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.Instant;

/**
 * A client, as operators see it.
 *
 * @param configured whether it is configured still; else the fields of the configuration are null
 * @param queued its tasks that wait to be submitted, by kind
 * @param maxQueued how many of them there may be
 * @param oldestQueuedAt when the first of them was accepted; null where none waits
 * @param running those that the upstream has
 * @param waiting its requests that wait, and its event streams, on all replicas
 * @param callbacks those that are to be delivered
 */
@RegisterForReflection
@JsonNaming(SnakeCaseStrategy.class)
@JsonInclude(JsonInclude.Include.NON_NULL)
record ClientView(
    String client,
    boolean configured,
    String account,
    Double weight,
    Integer maxQueued,
    Queued queued,
    Instant oldestQueuedAt,
    long submitting,
    long inDoubt,
    long running,
    Waiting waiting,
    Callbacks callbacks) {

  @RegisterForReflection
  record Queued(long url, long text, long upload) {}

  @RegisterForReflection
  record Waiting(int requests, int streams) {}

  /**
   * Callbacks.
   *
   * @param retried how many of them have failed before
   * @param oldestAt when the first of them was written; null where there is none
   */
  @RegisterForReflection
  @JsonNaming(SnakeCaseStrategy.class)
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record Callbacks(long pending, long retried, Instant oldestAt) {}
}
