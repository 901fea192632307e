package io.anteroom;

import io.anteroom.async.StartupOrder;
import io.anteroom.cluster.ClusterSettings;
import io.anteroom.poll.PollSettings;
import io.anteroom.quota.QuotaSettings;
import io.anteroom.upstream.http.UpstreamSettings;
import io.quarkus.runtime.Startup;
import io.quarkus.runtime.configuration.ConfigurationException;
import jakarta.inject.Singleton;

/**
 * Stops the start if settings contradict each other. What concerns one setting alone is a
 * constraint of its interface, which Quarkus checks before any bean is made.
 */
@Startup(StartupOrder.SETTINGS)
@Singleton
public class SettingsCheck {

  /**
   * @throws ConfigurationException in one line that names the key
   */
  public SettingsCheck(
      ClusterSettings cluster, QuotaSettings quota, UpstreamSettings upstream, PollSettings poll) {
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
        poll.maxBackoff().compareTo(poll.firstBackoff()) >= 0,
        "poll.max-backoff: must be at least as long as poll.first-backoff");
  }

  private static void check(boolean holds, String sentence) {
    if (!holds) {
      throw new ConfigurationException("anteroom." + sentence);
    }
  }
}
