package io.anteroom.client.repeat;

import java.time.Duration;

/**
 * How long to go on.
 *
 * @param total for all steps together
 * @param silence from the first failure to the first response of any kind. Later silence may last
 *     longer: then it is known that somebody is there
 * @param over makes the failure when the time is over
 */
public record Limits(Duration total, Duration silence, Over over) {

  /** Makes the failure when the time is over. */
  @FunctionalInterface
  public interface Over {

    /**
     * The failure.
     *
     * @param last what the last step failed with, or null
     * @param answered whether any response came
     */
    RuntimeException failure(Throwable last, boolean answered);
  }
}
