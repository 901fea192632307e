package io.anteroom.client.repeat;

import java.time.Duration;
import java.util.Optional;

/**
 * What one step came to.
 *
 * @param result empty if another step must follow
 * @param pause before that step
 */
public record Turn<T>(Optional<T> result, Duration pause) {

  /** Nothing more is to be done. */
  public static <T> Turn<T> done(T result) {
    return new Turn<>(Optional.of(result), Duration.ZERO);
  }

  /** Another step must follow after a pause. */
  public static <T> Turn<T> again(Duration pause) {
    return new Turn<>(Optional.empty(), pause);
  }
}
