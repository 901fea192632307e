package io.anteroom.callback;

import io.quarkus.runtime.Startup;
import io.quarkus.runtime.configuration.ConfigurationException;
import jakarta.inject.Singleton;
import java.time.Duration;

/** Stops the start where callbacks could not be delivered as they should. */
@Startup(1)
@Singleton
class CallbackSettingsCheck {

  private static final Duration MAX_TIMEOUT = Duration.ofMinutes(2);
  private static final int MAX_RESPONSE = 65_536;

  /**
   * @throws ConfigurationException in one line that names the key
   */
  CallbackSettingsCheck(CallbackSettings settings) {
    check(
        settings.schedule().stream().allMatch(CallbackSettingsCheck::isPositive),
        "schedule: every wait must be longer than 0");
    check(settings.jitter() >= 0 && settings.jitter() <= 1, "jitter: must be from 0 to 1");
    check(!settings.maxRetryAfter().isNegative(), "max-retry-after: must not be negative");
    check(
        isPositive(settings.timeout()) && settings.timeout().compareTo(MAX_TIMEOUT) <= 0,
        "timeout: must be longer than 0 and at most 2 minutes");
    check(
        settings.maxResponse() >= 1 && settings.maxResponse() <= MAX_RESPONSE,
        "max-response: must be from 1 to 65536 bytes");
    check(settings.maxInFlight() >= 1, "max-in-flight: must be at least 1");
    check(settings.maxInFlightPerClient() >= 1, "max-in-flight-per-client: must be at least 1");
    check(settings.maxInFlightPerEndpoint() >= 1, "max-in-flight-per-endpoint: must be at least 1");
    check(settings.breakerFailures() >= 1, "breaker-failures: must be at least 1");
    check(isPositive(settings.breakerDelay()), "breaker-delay: must be longer than 0");
  }

  private static boolean isPositive(Duration duration) {
    return duration.toMillis() > 0;
  }

  private static void check(boolean holds, String sentence) {
    if (!holds) {
      throw new ConfigurationException("anteroom.callbacks." + sentence);
    }
  }
}
