package io.anteroom.client.repeat;

import io.anteroom.client.failure.ProblemException;
import java.time.Duration;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * How long to pause after a failure: twice as long after each, and a random part of that, so that
 * many clients do not come back at the same moment. {@code Retry-After} makes it longer.
 */
public final class Backoff {

  private static final Duration FIRST = Duration.ofMillis(200);
  private static final Duration LONGEST = Duration.ofSeconds(5);

  /** By which part of it {@code Retry-After} is made longer at random, at most. */
  private static final double SPREAD = 0.1;

  private final RandomGenerator random;

  /**
   * With a source of chance.
   *
   * @param random thread-safe
   */
  public Backoff(RandomGenerator random) {
    this.random = random;
  }

  /**
   * The pause.
   *
   * @param failures how many there were in a row, from 1
   * @param failure the last of them
   */
  public Duration after(int failures, Throwable failure) {
    long most =
        Math.min(LONGEST.toMillis(), FIRST.toMillis() << Math.min(failures - 1, Integer.SIZE));
    long pause = (most + random.nextLong(most)) / 2;
    long asked = retryAfter(failure).map(Duration::toMillis).orElse(0L);
    return Duration.ofMillis(
        Math.max(pause, asked + Math.round(asked * SPREAD * random.nextDouble())));
  }

  private static Optional<Duration> retryAfter(Throwable failure) {
    return failure instanceof ProblemException problem ? problem.retryAfter() : Optional.empty();
  }
}
