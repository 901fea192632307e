package io.anteroom.upload;

import io.anteroom.async.RangedSettings;
import io.anteroom.async.SettingRanges;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithConverter;
import io.smallrye.config.WithDefault;
import java.nio.file.Path;
import java.time.Duration;

/** Where uploaded files wait for their permit. */
@ConfigMapping(prefix = "anteroom.spool")
public interface SpoolSettings extends RangedSettings {

  /**
   * What the spool is made of: {@code disk}, a directory that all replicas share; {@code database},
   * tables of the database; or {@code s3}, a bucket of an S3-compatible server. Change it while no
   * upload waits and no other replica runs: until then uploads get 503.
   */
  @WithDefault("disk")
  SpoolKind kind();

  /**
   * The directory, {@code ANTEROOM_SPOOL} for short: {@code anteroom-spool-} and the name of the
   * user, in the temporary folder, if not set. Of kind {@code disk} more than one replica needs a
   * shared one. Of the others it holds only files to search by, while their requests last.
   */
  @WithConverter(SpoolDirectoryCreator.class)
  Path directory();

  /**
   * {@code disk}, {@code s3}: the largest file, in bytes; with {@code s3} at most 5 GiB. Uploads
   * also end at {@code quarkus.http.limits.max-body-size} ({@code 2200M}).
   */
  @WithDefault("2147483648")
  long maxFile();

  /**
   * {@code disk}, {@code s3}: the size of all files together, in bytes. With {@code s3} it is
   * counted every 30 s, and a replica adds what it stores itself. A further upload gets 507.
   */
  @WithDefault("53687091200")
  long maxTotal();

  /** {@code disk}: how many bytes must stay free. */
  @WithDefault("1073741824")
  long minFree();

  /** How long the file of a task that failed or was cancelled is kept for a retry. */
  @WithDefault("1h")
  Duration failedRetention();

  /**
   * Whether this spool is used from this start on although it is not the one in use before, whose
   * files are lost then. For one start, after the former spool was lost while tasks waited for
   * their files: left on, an empty mount point would be taken for the spool.
   */
  @WithDefault("false")
  boolean adopt();

  @Override
  default void checkRanges(SettingRanges ranges) {
    ranges.notNegative("failed-retention", failedRetention());
  }
}
