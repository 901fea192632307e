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

  /** The waits between attempts. After the last one nothing is tried again automatically. */
  @WithDefault("5s,5m,30m,2h,5h,10h,10h")
  List<@PositiveDuration Duration> schedule();

  /** The part by which a wait is made longer at random, 0 to 1. */
  @WithDefault("0.1")
  @DecimalMin("0")
  @DecimalMax("1")
  double jitter();

  /** The longest wait that a receiver can request with {@code Retry-After}. */
  @WithDefault("24h")
  @NonNegativeDuration
  Duration maxRetryAfter();

  /** How long one attempt may take, from resolving the name to the end of the response. */
  @WithDefault("15s")
  @PositiveDuration
  @DurationMax(minutes = 2, message = "must be at most 2 minutes")
  Duration timeout();

  /** How much of a response is read and kept, in bytes; the rest is not read. */
  @WithDefault("1024")
  @Min(1)
  @Max(65_536)
  int maxResponse();

  /** How many attempts of one replica may be in flight. */
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

  /** After so many failures in a row a client's callbacks to an endpoint are delayed. */
  @WithDefault("5")
  @Min(1)
  int breakerFailures();

  /** For how long; then one attempt shows whether the endpoint works again. */
  @WithDefault("30s")
  @PositiveDuration
  Duration breakerDelay();

  /** Whether the payload holds only what identifies the task and its end. */
  @WithDefault("false")
  boolean thin();
}
