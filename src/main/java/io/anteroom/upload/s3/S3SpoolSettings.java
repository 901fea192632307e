package io.anteroom.upload.s3;

import io.anteroom.async.RangedSettings;
import io.anteroom.async.SettingRanges;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.Optional;

/** The spool of kind {@code s3}. */
@ConfigMapping(prefix = "anteroom.spool.s3")
public interface S3SpoolSettings extends RangedSettings {

  /**
   * The bucket, which must be there. A start stops with one line where it is not there or refuses.
   * One that does not answer is waited for, and so is one for which a gateway answers: a 4xx
   * without an error code of S3.
   */
  Optional<String> bucket();

  /**
   * What the names of all objects begin with, so that others may use the bucket too. Two
   * installations need two prefixes.
   */
  @WithDefault("anteroom/")
  String prefix();

  /** {@code http[s]://host[:port]} of the server, where it is not Amazon's. */
  Optional<String> endpoint();

  /** The region of the bucket. Servers without regions take any. */
  @WithDefault("us-east-1")
  String region();

  /** Whether the path names the bucket, not the host. Most servers but Amazon's need it. */
  @WithDefault("false")
  boolean pathStyle();

  /**
   * The key. Without it credentials are taken from where AWS clients look: {@code
   * AWS_ACCESS_KEY_ID} and {@code AWS_SECRET_ACCESS_KEY}, a profile, the container's role (EKS Pod
   * Identity, ECS) or the instance's. Roles by a web identity token (IRSA) are not among them: with
   * {@code AWS_WEB_IDENTITY_TOKEN_FILE} and without keys the start stops with one line.
   */
  Optional<String> accessKey();

  /** The secret of that key; set if and only if the key is. */
  Optional<String> secretKey();

  /**
   * How many bytes of a file are stored at once, from 5 to 100 MiB. S3 takes 10,000 parts of a
   * file.
   */
  @WithDefault("5242880")
  int partSize();

  /**
   * How many files may hold a part in memory at a time, 1 to 1000. Others wait, 32 at a time and
   * for 10 s longer than {@code part-timeout} at most; else they get 503. Files of up to 256 KiB
   * are counted apart, and have as much memory again.
   */
  @WithDefault("8")
  int maxParts();

  /**
   * How long a part may take to arrive while other files wait. A slower one makes room for them,
   * and its upload gets 503. While none waits, a part may take as long as the connection guard
   * allows.
   */
  @WithDefault("20s")
  Duration partTimeout();

  @Override
  default void checkRanges(SettingRanges ranges) {
    ranges.between(5_242_880, 104_857_600, "part-size", partSize());
    ranges.between(1, 1000, "max-parts", maxParts());
    ranges.positive("part-timeout", partTimeout());
  }
}
