package io.anteroom.upload.s3;

import io.anteroom.async.CheckedAtStart;
import io.anteroom.async.SettingFaults;
import io.anteroom.upload.SpoolKind;
import io.anteroom.upload.SpoolSettings;
import io.anteroom.upload.SpoolUnavailableException;
import io.anteroom.upload.sentinel.SpoolSentinel;
import io.smallrye.mutiny.TimeoutException;
import jakarta.inject.Provider;
import jakarta.inject.Singleton;
import java.time.Duration;
import org.jboss.logging.Logger;

/**
 * Stops the start where the settings of the bucket are none, or the bucket is not there or refuses.
 * One that does not answer, or for which a gateway answers, is waited for.
 */
@Singleton
public class S3SettingsCheck implements CheckedAtStart {

  private static final Logger LOG = Logger.getLogger(S3SettingsCheck.class);

  private static final String KEYS = "anteroom.spool.s3.";
  private static final String HOST = "(\\[[0-9A-Fa-f:.]+]|[A-Za-z0-9._-]+)(:[1-9]\\d{0,4})?";

  /** S3 copies no larger object in one call. */
  private static final long MAX_FILE = 5L * 1024 * 1024 * 1024;

  private static final Duration ANSWER = Duration.ofSeconds(10);

  private final SettingFaults faults;
  private boolean sound = true;

  public S3SettingsCheck(
      SpoolSettings spool,
      S3SpoolSettings settings,
      Provider<Bucket> bucket,
      SettingFaults faults) {
    this.faults = faults;
    if (spool.kind() == SpoolKind.S3) {
      check(settings);
      if (spool.maxFile() > MAX_FILE) {
        fault("anteroom.spool.max-file: must be at most %d with kind=s3".formatted(MAX_FILE));
      }
      if (sound) {
        ask(bucket.get());
      }
    }
  }

  private void check(S3SpoolSettings settings) {
    matches(
        "bucket", settings.bucket().orElse(""), "[A-Za-z0-9._-]{3,255}", "the name of a bucket");
    matches("prefix", settings.prefix(), "([A-Za-z0-9._-]+/)*", "empty, or names that end with /");
    matches("region", settings.region(), "[A-Za-z0-9-]+", "the name of a region");
    settings
        .endpoint()
        .ifPresent(
            url -> matches("endpoint", url, "https?://" + HOST + "/?", "http[s]://host[:port]"));
    if (settings.accessKey().isPresent() != settings.secretKey().isPresent()) {
      fault(KEYS + "secret-key: must be set if and only if access-key is");
    }
    if (BucketClient.wantsWebIdentity(settings)) {
      fault(
          KEYS
              + "access-key: must be set, since a role by a web identity token (IRSA,"
              + " AWS_WEB_IDENTITY_TOKEN_FILE) is not supported");
    }
  }

  private void matches(String key, String value, String pattern, String what) {
    if (!value.matches(pattern)) {
      String shown = value.isEmpty() ? "not set" : value.replaceAll("//[^/]*@", "//…@");
      fault("%s%s: must be %s, is %s".formatted(KEYS, key, what, shown));
    }
  }

  private void ask(Bucket bucket) {
    try {
      bucket.get(SpoolSentinel.NAME).await().atMost(ANSWER);
    } catch (SpoolUnavailableException e) {
      if (BucketFailure.isRefusal(e)) {
        fault(KEYS + "bucket: " + e.getMessage());
      }
    } catch (TimeoutException e) {
      LOG.debug("the bucket does not answer");
    }
  }

  private void fault(String line) {
    sound = false;
    faults.add(line);
  }
}
