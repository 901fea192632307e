package io.anteroom.submit;

import io.smallrye.mutiny.Uni;
import java.time.Duration;

/** How the result of a submit is recorded: while this process lives it does not give up. */
final class RecordRetry {

  private static final Duration FIRST_BACKOFF = Duration.ofMillis(100);
  private static final Duration MAX_BACKOFF = Duration.ofSeconds(2);

  private RecordRetry() {}

  static <T> Uni<T> untilRecorded(Uni<T> write) {
    return write.onFailure().retry().withBackOff(FIRST_BACKOFF, MAX_BACKOFF).indefinitely();
  }
}
