package io.anteroom.async;

import io.smallrye.mutiny.TimeoutException;
import io.smallrye.mutiny.Uni;
import java.time.Duration;

/** Bounds what a caller waits for a database that vanished without a word. Stateless. */
public final class StatementTimeout {

  static final Duration TIME = Duration.ofSeconds(15);

  private StatementTimeout() {}

  /**
   * The answer of this statement; fails with {@link TimeoutException} where there is none in 15
   * seconds. The statement itself may be carried out all the same.
   */
  public static <T> Uni<T> of(Uni<T> statement) {
    return statement.ifNoItem().after(TIME).fail();
  }
}
