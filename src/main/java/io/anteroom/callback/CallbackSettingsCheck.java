package io.anteroom.callback;

import io.anteroom.callback.outbox.CallbackSettings;
import io.quarkus.runtime.Startup;
import io.quarkus.runtime.configuration.ConfigurationException;
import jakarta.inject.Singleton;
import java.time.Duration;

/** Stops the start where callbacks could not be delivered as they should. */
@Startup(1) // a wrong setting is said before anything is started that would have to be stopped
@Singleton
class CallbackSettingsCheck {

  private static final Duration LONGEST_TIMEOUT = Duration.ofMinutes(2);
  private static final int MOST_OF_AN_ANSWER = 65_536;

  /**
   * @throws ConfigurationException in one line that names the key
   */
  CallbackSettingsCheck(CallbackSettings settings) {
    check(
        settings.schedule().stream().allMatch(CallbackSettingsCheck::isPositive),
        "schedule: every wait must be longer than 0");
    check(settings.jitter() >= 0 && settings.jitter() <= 1, "jitter: must be from 0 to 1");
    check(!settings.longestRetryAfter().isNegative(), "longest-retry-after: must not be negative");
    check(
        isPositive(settings.timeout()) && settings.timeout().compareTo(LONGEST_TIMEOUT) <= 0,
        "timeout: must be longer than 0 and at most 2 minutes");
    check(
        settings.answerLimit() >= 1 && settings.answerLimit() <= MOST_OF_AN_ANSWER,
        "answer-limit: must be from 1 to 65536 bytes");
    check(settings.atOnce() >= 1, "at-once: must be at least 1");
    check(settings.atOncePerClient() >= 1, "at-once-per-client: must be at least 1");
    check(settings.atOncePerEndpoint() >= 1, "at-once-per-endpoint: must be at least 1");
    check(settings.breakerFailures() >= 1, "breaker-failures: must be at least 1");
    check(isPositive(settings.breakerPause()), "breaker-pause: must be longer than 0");
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
