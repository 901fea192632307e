package io.anteroom;

import io.anteroom.accept.AcceptSettings;
import io.anteroom.cluster.ClusterSettings;
import io.anteroom.quota.QuotaSettings;
import io.anteroom.reconcile.InDoubtSettings;
import io.anteroom.submit.SubmitSettings;
import io.anteroom.task.TaskSettings;
import io.anteroom.upload.SpoolSettings;
import io.anteroom.upstream.http.UpstreamSettings;
import io.anteroom.upstream.json.ErrorMessageLimit;
import io.quarkus.runtime.Startup;
import io.quarkus.runtime.configuration.ConfigurationException;
import jakarta.inject.Singleton;
import java.time.Duration;

/**
 * Stops the start where settings of the engine cannot keep its promises, before anything is started
 * that would have to be stopped.
 */
@Startup(SettingsCheck.FIRST)
@Singleton
public class SettingsCheck {

  static final int FIRST = 1;

  /**
   * @throws ConfigurationException in one line that names the key
   */
  public SettingsCheck(
      AcceptSettings accept,
      ClusterSettings cluster,
      InDoubtSettings inDoubt,
      QuotaSettings quota,
      UpstreamSettings upstream,
      SubmitSettings submit,
      TaskSettings task,
      SpoolSettings spool) {
    positive("cluster.tick", cluster.tick());
    check(
        cluster.lease().compareTo(cluster.tick().multipliedBy(2)) > 0,
        "cluster.lease: must be longer than two ticks, or a replica that is well loses it");
    check(
        cluster.lease().compareTo(quota.useBy()) > 0,
        "cluster.lease: must be longer than quota.use-by, or a submit leaves after its takeover");
    check(
        quota.useBy().toMillis() < upstream.callTimeoutMs(),
        "quota.use-by: must be shorter than upstream.call-timeout-ms");
    check(
        upstream.maxErrorMessage() >= ErrorMessageLimit.LEAST,
        "upstream.max-error-message: must be at least " + ErrorMessageLimit.LEAST + " bytes");
    positive("upstream.gone-grace", upstream.goneGrace());
    positive("submit.intermediary-grace", submit.intermediaryGrace());
    positive("in-doubt.grace", inDoubt.grace());
    positive("in-doubt.upload-grace", inDoubt.uploadGrace());
    positive("in-doubt.responded-grace", inDoubt.respondedGrace());
    positive("in-doubt.check-interval", inDoubt.checkInterval());
    check(
        inDoubt.graceFactorWithoutControl() >= 1,
        "in-doubt.grace-factor-without-control: must be at least 1");
    check(!inDoubt.duplicateWatch().isNegative(), "in-doubt.duplicate-watch: must not be negative");
    positive("task.max-running", task.maxRunning());
    check(
        accept.maxQueued() >= 1, "accept.max-queued: must be at least 1, is " + accept.maxQueued());
    check(!spool.failedRetention().isNegative(), "spool.failed-retention: must not be negative");
  }

  private static void positive(String key, Duration value) {
    check(value.toMillis() > 0, key + ": must be longer than 0");
  }

  private static void check(boolean holds, String sentence) {
    if (!holds) {
      throw new ConfigurationException("anteroom." + sentence);
    }
  }
}
