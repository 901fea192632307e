package io.anteroom;

import io.quarkus.runtime.configuration.DurationConverter;
import java.time.Duration;
import org.eclipse.microprofile.config.spi.Converter;

/**
 * Reads durations, and refuses those that no one can mean: added to a time or counted in
 * nanoseconds they overflow. Stateless.
 */
final class BoundedDurationConverter implements Converter<Duration> {

  private static final long serialVersionUID = 1;
  private static final Duration MAX = Duration.ofDays(3650);

  private final DurationConverter quarkus = new DurationConverter();

  /**
   * @throws IllegalArgumentException where it is none, or longer than ten years either way
   */
  @Override
  public Duration convert(String value) {
    Duration duration = read(value);
    if (duration != null
        && (duration.compareTo(MAX) > 0 || duration.negated().compareTo(MAX) > 0)) {
      throw tooLong();
    }
    return duration;
  }

  private Duration read(String value) {
    try {
      return quarkus.convert(value);
    } catch (ArithmeticException e) {
      throw tooLong();
    }
  }

  private static IllegalArgumentException tooLong() {
    return new IllegalArgumentException("(must be at most 3650d)");
  }
}
