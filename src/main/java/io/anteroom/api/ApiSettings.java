package io.anteroom.api;

import io.anteroom.async.NonNegativeDuration;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Min;
import java.time.Duration;

/** The HTTP API. */
@ConfigMapping(prefix = "anteroom.http")
public interface ApiSettings {

  /** How long {@code /index-and-wait} waits where the caller does not say. */
  @WithDefault("25s")
  Duration defaultWait();

  /** The longest wait that a caller can ask for. */
  @WithDefault("600s")
  Duration maxWait();

  /** How long a search, or another call that is passed through, waits for its permit. */
  @WithDefault("10s")
  Duration permitWait();

  /** The longest wait for a permit that a caller can ask for: it holds a place in a line. */
  @WithDefault("60s")
  Duration maxPermitWait();

  /** How long a cancel waits to be certain. */
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
   * at once; of small ones, up to 64 KiB, as many again. 0 is a sixteenth of the heap, and one
   * largest body at least.
   */
  @WithDefault("0")
  @Min(0)
  long maxBodyMemory();

  /** The same of one client on one replica; 0 is half of it. */
  @WithDefault("0")
  @Min(0)
  long maxBodyMemoryPerClient();

  /** How many header fields a request may have. */
  @WithDefault("100")
  @Min(1)
  int maxHeaders();

  /**
   * How long a browser is told to use HTTPS only, in responses over HTTPS; 0 to send no such
   * header.
   */
  @WithDefault("365d")
  @NonNegativeDuration
  Duration hsts();
}
