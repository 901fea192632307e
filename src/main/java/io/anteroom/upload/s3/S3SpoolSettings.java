package io.anteroom.upload.s3;

import io.anteroom.async.PositiveDuration;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.time.Duration;
import java.util.Optional;

/** Which bucket uploads wait in, where the kind of the spool is {@code s3}. */
@ConfigMapping(prefix = "anteroom.spool.s3")
public interface S3SpoolSettings {

  /** The bucket; needed where the kind of the spool is {@code s3}. It is not made. */
  Optional<String> bucket();

  /** What the names of all objects begin with, so that others may use the bucket too. */
  @WithDefault("anteroom/")
  String prefix();

  /** The URL of the server, where it is not Amazon's. */
  Optional<String> endpoint();

  @WithDefault("us-east-1")
  String region();

  /** Whether the path names the bucket, as most servers but Amazon's need it, not the host. */
  @WithDefault("false")
  boolean pathStyle();

  /** Without keys they are found as every AWS client finds them. */
  Optional<String> accessKey();

  /** The secret of that key; set if and only if the key is. */
  Optional<String> secretKey();

  /** How many bytes of a file are sent at once. S3 takes 10,000 parts of a file. */
  @WithDefault("5242880")
  @Min(5_242_880)
  @Max(104_857_600)
  int partSize();

  /**
   * How many files may hold a part in memory at a time; others wait. Files of up to 256 KiB do not
   * count.
   */
  @WithDefault("8")
  @Min(1)
  @Max(1000)
  int maxParts();

  /**
   * How long a part may take to arrive while other files wait for their turn. A file that is slower
   * is refused then.
   */
  @WithDefault("20s")
  @PositiveDuration
  Duration partTimeout();
}
