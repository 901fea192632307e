package io.anteroom.callback.outbox;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.List;

/** How callbacks are delivered. */
@ConfigMapping(prefix = "anteroom.callbacks")
public interface CallbackSettings {

  /** The waits between attempts; after the last one fails too, nobody tries again by itself. */
  @WithDefault("5s,5m,30m,2h,5h,10h,10h")
  List<Duration> schedule();

  /** The part by which a wait is made longer at random, 0 to 1. */
  @WithDefault("0.1")
  double jitter();

  /** The longest wait that a receiver can ask for with {@code Retry-After}. */
  @WithDefault("24h")
  Duration longestRetryAfter();

  /** How long one attempt may take, from the look-up of the name to the end of the answer. */
  @WithDefault("15s")
  Duration timeout();

  /** How much of an answer is read and kept, in bytes; the rest is not read. */
  @WithDefault("1024")
  int answerLimit();

  /** How many attempts a replica makes at the same time. */
  @WithDefault("64")
  int atOnce();

  /** How many of them are of the same client. */
  @WithDefault("16")
  int atOncePerClient();

  /** How many of a client's go to the same endpoint: scheme, host and port. */
  @WithDefault("4")
  int atOncePerEndpoint();

  /** After so many failures in a row a client's callbacks to an endpoint pause for a while. */
  @WithDefault("5")
  int breakerFailures();

  /** For how long; then one attempt shows whether it is well again. */
  @WithDefault("30s")
  Duration breakerPause();

  /** Whether the payload holds only what identifies the task and its end. */
  @WithDefault("false")
  boolean thin();
}
