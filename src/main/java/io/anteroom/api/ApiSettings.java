package io.anteroom.api;

import io.anteroom.async.RangedSettings;
import io.anteroom.async.SettingRanges;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/** The HTTP API. */
@ConfigMapping(prefix = "anteroom.http")
public interface ApiSettings extends RangedSettings {

  /** How long {@code /index-and-wait} waits if the caller does not say. */
  @WithDefault("25s")
  Duration defaultWait();

  /** The longest {@code Prefer: wait} of any call that waits for a task. */
  @WithDefault("600s")
  Duration maxWait();

  /**
   * How long a search, or another call that is passed through, waits for its permit if the caller
   * does not say.
   */
  @WithDefault("10s")
  Duration permitWait();

  /** The longest {@code Prefer: wait} of such a call: it holds a place in a queue. */
  @WithDefault("60s")
  Duration maxPermitWait();

  /** How long a cancel waits to be certain if the caller does not say. */
  @WithDefault("10s")
  Duration cancelWait();

  /** The largest file to search with, in bytes. */
  @WithDefault("52428800")
  long maxSearchFile();

  /** The largest body that is no upload, in bytes. */
  @WithDefault("10485760")
  long maxJson();

  /**
   * How many bytes of bodies, and of responses that are passed through, a replica holds in memory
   * at once. Small ones, up to 64 KiB, have the same amount again for themselves. A body that finds
   * no memory gets 503 {@code memory-full} before it is read. 0 is a sixteenth of the heap, and one
   * largest body at least.
   */
  @WithDefault("0")
  long maxBodyMemory();

  /** The same of one client on one replica. 0 is half of it. */
  @WithDefault("0")
  long maxBodyMemoryPerClient();

  /** How many header fields a request may have. All of them together have at most 16 KB. */
  @WithDefault("100")
  int maxHeaders();

  /**
   * How long a browser is told to use HTTPS only, by {@code Strict-Transport-Security} in responses
   * over HTTPS. 0: no such header.
   */
  @WithDefault("365d")
  Duration hsts();

  /**
   * The origins whose scripts may call the API from a browser, such as {@code
   * https://tools.example.com}, with commas in between; {@code *} is every origin. None: browsers
   * let no script of another origin read an answer.
   */
  Optional<Set<String>> corsOrigins();

  /** An origin (RFC 6454, 6.2), or all. */
  String ORIGIN = "\\*|https?://[^/?#,@\\s]+";

  String NO_ORIGIN = "must be * or origins, as https://a.example.com";

  @Override
  default void checkRanges(SettingRanges ranges) {
    ranges.atLeast(0, "max-body-memory", maxBodyMemory());
    ranges.atLeast(0, "max-body-memory-per-client", maxBodyMemoryPerClient());
    ranges.atLeast(1, "max-headers", maxHeaders());
    ranges.notNegative("hsts", hsts());
    for (String origin : corsOrigins().orElse(Set.of())) {
      ranges.check(origin.matches(ORIGIN), "cors-origins", NO_ORIGIN, origin);
    }
  }
}
