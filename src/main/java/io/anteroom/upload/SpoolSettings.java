package io.anteroom.upload;

import io.anteroom.async.NonNegativeDuration;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithConverter;
import io.smallrye.config.WithDefault;
import java.nio.file.Path;
import java.time.Duration;

/** Where uploaded files wait for their permit. */
@ConfigMapping(prefix = "anteroom.spool")
public interface SpoolSettings {

  /** What the spool is made of: {@code disk}, {@code database} or {@code s3}. */
  @WithDefault("disk")
  SpoolKind kind();

  /**
   * The directory. Of kind {@code disk} more than one replica needs a shared one; of the others it
   * holds only files to search by, while their requests last.
   */
  @WithConverter(SpoolDirectoryCreator.class)
  Path directory();

  /** The largest file on disk or in a bucket, in bytes. */
  @WithDefault("2147483648")
  long maxFile();

  /** How many bytes may wait on disk or in a bucket in all. */
  @WithDefault("53687091200")
  long maxTotal();

  /** How many bytes must stay free on the disk. */
  @WithDefault("1073741824")
  long minFree();

  /** How long the file of a task that failed or was cancelled is kept, for a retry. */
  @WithDefault("1h")
  @NonNegativeDuration
  Duration failedRetention();

  /**
   * Whether this spool is used from a start on although it is not the one in use before, whose
   * files are lost then. For one start, after the former one was lost: left on, an empty mount
   * point would be taken for the spool.
   */
  @WithDefault("false")
  boolean adopt();
}
