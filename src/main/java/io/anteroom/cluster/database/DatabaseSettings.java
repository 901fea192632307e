package io.anteroom.cluster.database;

import io.anteroom.async.RangedSettings;
import io.anteroom.async.SettingRanges;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** How the database is called. */
@ConfigMapping(prefix = "anteroom.database")
public interface DatabaseSettings extends RangedSettings {

  /**
   * A connection on which no response arrives for this long is closed, and its statement fails: the
   * server may have vanished without closing it. 1 second to 5 minutes.
   */
  @WithDefault("10s")
  Duration responseTimeout();

  /** How long a new connection may take to be accepted. 100 ms to 1 minute. */
  @WithDefault("5s")
  Duration connectTimeout();

  /**
   * What to do at the start if PostgreSQL runs with {@code fsync} or {@code full_page_writes} off,
   * so that it may lose what it committed: {@code warn}, {@code refuse} to start, or {@code accept}
   * it in silence, as the sandbox does. Some file systems are safe without full page writes, and a
   * developer's database needs neither: so a warning is the default.
   */
  @WithDefault("warn")
  Unsafe unsafe();

  /**
   * Who brings the schema up to date: each replica before it serves ({@code start}), or the command
   * {@code anteroom migrate} in another process ({@code separate}), for which a replica waits.
   */
  @WithDefault("start")
  Migrate migrate();

  /**
   * How long the command {@code migrate} waits for a database that is away before it fails. 1
   * second to 1 hour.
   */
  @WithDefault("1m")
  Duration migrateWait();

  @Override
  default void checkRanges(SettingRanges ranges) {
    ranges.between(
        Duration.ofSeconds(1), Duration.ofMinutes(5), "response-timeout", responseTimeout());
    ranges.between(
        Duration.ofMillis(100), Duration.ofMinutes(1), "connect-timeout", connectTimeout());
    ranges.between(Duration.ofSeconds(1), Duration.ofHours(1), "migrate-wait", migrateWait());
  }

  /** Who brings the schema up to date. */
  enum Migrate {
    /** The process itself, before it serves. */
    START,
    /** The command {@code migrate}, in another process; this one waits until it is done. */
    SEPARATE
  }

  /** What to do with a database that is not safe. */
  enum Unsafe {
    /** Say so. */
    WARN,
    /** Do not start. */
    REFUSE,
    /** Say nothing: its data are of no worth. */
    ACCEPT
  }
}
