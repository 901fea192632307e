package io.anteroom.callback;

import io.anteroom.async.NonNegativeDuration;
import io.anteroom.async.PositiveDuration;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.DecimalMax;
import jakarta.validation.constraints.DecimalMin;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.time.Duration;
import java.util.List;
import org.hibernate.validator.constraints.time.DurationMax;

/** How callbacks are delivered. */
@ConfigMapping(prefix = "anteroom.callbacks")
public interface CallbackSettings {

  /**
   * The waits between the attempts of a callback, each longer than 0. After the last one nothing is
   * tried again by itself.
   */
  @WithDefault("5s,5m,30m,2h,5h,10h,10h")
  List<@PositiveDuration Duration> schedule();

  /** The part by which such a wait is made longer at random, 0 to 1. */
  @WithDefault("0.1")
  @DecimalMin("0")
  @DecimalMax("1")
  double jitter();

  /**
   * The longest wait that a receiver's response can ask for. {@code Retry-After}, {@code
   * Retry-After-Ms}, {@code RateLimit}, {@code RateLimit-Reset}, {@code X-RateLimit-Reset} and the
   * like count, and the longest of them wins. It never shortens a wait.
   */
  @WithDefault("24h")
  @NonNegativeDuration
  Duration maxRetryAfter();

  /**
   * How long one attempt may take, from the look-up of the name to the end of the response. At most
   * 2 minutes.
   */
  @WithDefault("15s")
  @PositiveDuration
  @DurationMax(minutes = 2, message = "must be at most 2 minutes")
  Duration timeout();

  /** How many bytes of a response are read and kept, 1 to 65536. The rest is not read. */
  @WithDefault("1024")
  @Min(1)
  @Max(65_536)
  int maxResponse();

  /** How many attempts of one replica may be under way. */
  @WithDefault("64")
  @Min(1)
  int maxInFlight();

  /** How many of them may be of one client. */
  @WithDefault("16")
  @Min(1)
  int maxInFlightPerClient();

  /** How many of a client's may go to one endpoint: scheme, host and port. */
  @WithDefault("4")
  @Min(1)
  int maxInFlightPerEndpoint();

  /** After so many failures in a row a client's callbacks to an endpoint are paused. */
  @WithDefault("5")
  @Min(1)
  int breakerFailures();

  /** How long they are paused. Then one attempt tests the endpoint. A pause uses up no attempts. */
  @WithDefault("30s")
  @PositiveDuration
  Duration breakerDelay();

  /** Whether the body holds only what identifies the task and its end. */
  @WithDefault("false")
  boolean thin();
}
