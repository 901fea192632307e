package io.anteroom;

import io.anteroom.cluster.ClusterSettings;
import io.anteroom.quota.QuotaSettings;
import io.anteroom.reconcile.InDoubtSettings;
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
      ClusterSettings engine,
      InDoubtSettings inDoubt,
      QuotaSettings quota,
      UpstreamSettings upstream,
      TaskSettings task,
      SpoolSettings spool) {
    positive("engine.tick", engine.tick());
    check(
        engine.lease().compareTo(engine.tick().multipliedBy(2)) > 0,
        "engine.lease: must be longer than two ticks, or a replica that is well loses it");
    check(
        engine.lease().compareTo(quota.useBy()) > 0,
        "engine.lease: must be longer than quota.use-by, or a submit leaves after its takeover");
    check(
        quota.useBy().toMillis() < upstream.callTimeoutMs(),
        "quota.use-by: must be shorter than upstream.call-timeout-ms");
    check(
        upstream.maxErrorMessage() >= ErrorMessageLimit.LEAST,
        "upstream.max-error-message: must be at least " + ErrorMessageLimit.LEAST + " bytes");
    positive("upstream.gone-grace", upstream.goneGrace());
    positive("engine.refusal-grace", engine.refusalGrace());
    positive("in-doubt.grace", inDoubt.grace());
    positive("in-doubt.upload-grace", inDoubt.uploadGrace());
    positive("in-doubt.answered-grace", inDoubt.answeredGrace());
    positive("in-doubt.look-every", inDoubt.lookEvery());
    check(inDoubt.withoutControl() >= 1, "in-doubt.without-control: must be at least 1");
    check(!inDoubt.watchEnded().isNegative(), "in-doubt.watch-ended: must not be negative");
    positive("task.max-running", task.maxRunning());
    check(task.maxQueued() >= 1, "task.max-queued: must be at least 1, is " + task.maxQueued());
    check(!spool.keepFailed().isNegative(), "spool.keep-failed: must not be negative");
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
