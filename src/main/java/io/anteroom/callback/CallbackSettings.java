package io.anteroom.callback;

import io.anteroom.async.RangedSettings;
import io.anteroom.async.SettingRanges;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.List;

/** How callbacks are delivered. */
@ConfigMapping(prefix = "anteroom.callbacks")
public interface CallbackSettings extends RangedSettings {

  /**
   * The waits between the attempts of a callback, each longer than 0. After the last one nothing is
   * tried again by itself.
   */
  @WithDefault("5s,5m,30m,2h,5h,10h,10h")
  List<Duration> schedule();

  /** The part by which such a wait is made longer at random, 0 to 1. */
  @WithDefault("0.1")
  double jitter();

  /**
   * The longest wait that a receiver's response can ask for. {@code Retry-After}, {@code
   * Retry-After-Ms} and the like count, in a 429 also {@code RateLimit}, {@code RateLimit-Reset},
   * {@code X-RateLimit-Reset} and the like. The longest of them wins. It never shortens a wait.
   */
  @WithDefault("24h")
  Duration maxRetryAfter();

  /**
   * How long one attempt may take, from the look-up of the name to the end of the response. At most
   * 2 minutes.
   */
  @WithDefault("15s")
  Duration timeout();

  /** How many bytes of a response are read and kept, 1 to 65536. The rest is not read. */
  @WithDefault("1024")
  int maxResponse();

  /** How many attempts of one replica may be under way. */
  @WithDefault("64")
  int maxInFlight();

  /** How many of them may be of one client. */
  @WithDefault("16")
  int maxInFlightPerClient();

  /** How many of a client's may go to one endpoint: scheme, host and port. */
  @WithDefault("4")
  int maxInFlightPerEndpoint();

  /** After so many failures in a row a client's callbacks to an endpoint are paused. */
  @WithDefault("5")
  int breakerFailures();

  /** How long they are paused. Then one attempt tests the endpoint. A pause uses up no attempts. */
  @WithDefault("30s")
  Duration breakerDelay();

  /** Whether the body holds only what identifies the task and its end. */
  @WithDefault("false")
  boolean thin();

  @Override
  default void checkRanges(SettingRanges ranges) {
    ranges.allPositive("schedule", schedule());
    double jitter = jitter();
    ranges.check(jitter >= 0 && jitter <= 1, "jitter", "must be from 0 to 1", jitter);
    ranges.notNegative("max-retry-after", maxRetryAfter());
    ranges.positive("timeout", timeout());
    ranges.atMost(Duration.ofMinutes(2), "timeout", timeout());
    ranges.between(1, 65_536, "max-response", maxResponse());
    ranges.atLeast(1, "max-in-flight", maxInFlight());
    ranges.atLeast(1, "max-in-flight-per-client", maxInFlightPerClient());
    ranges.atLeast(1, "max-in-flight-per-endpoint", maxInFlightPerEndpoint());
    ranges.atLeast(1, "breaker-failures", breakerFailures());
    ranges.positive("breaker-delay", breakerDelay());
  }
}
