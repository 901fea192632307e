package io.anteroom.upstream.http;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** How the upstream is called. */
@ConfigMapping(prefix = "anteroom.upstream")
public interface UpstreamSettings {

  /** The longest time to open a connection. */
  @WithDefault("3s")
  Duration connectTimeout();

  /** The hard timeout of a call, from its start to the end of the answer, in milliseconds. */
  @WithDefault("15000")
  long callTimeoutMs();

  /** The same for a call that carries a file. */
  @WithDefault("1800000")
  long uploadTimeoutMs();

  /**
   * An idle connection is closed after this time, before the other side may close it: a submit on a
   * stale connection would be in doubt.
   */
  @WithDefault("10s")
  Duration idleTimeout();

  /**
   * How much is kept of what the upstream says in words, in bytes of UTF-8, at least 100: of its
   * errors, and of statuses that nobody here knows. The rest is cut, and a mark says so.
   */
  @WithDefault("8192")
  int longestWords();

  /** How many connections an account may have. */
  @WithDefault("256")
  int connections();

  /**
   * The largest answer, in bytes, at least 1024; one that is larger is cut off, which is a failure.
   * It is held in memory while it is read, at about three times its size.
   */
  @WithDefault("16777216")
  long maxAnswer();

  /** After this many calls of an account, half of them failed, the next ones are held back. */
  @WithDefault("20")
  int breakerVolume();

  /** For how long they are held back. */
  @WithDefault("5s")
  Duration breakerDelay();
}
