package io.anteroom;

import io.anteroom.async.CheckedAtStart;
import io.anteroom.cluster.ClusterSettings;
import io.anteroom.poll.PollSettings;
import io.anteroom.quota.QuotaSettings;
import io.anteroom.upstream.http.UpstreamSettings;
import io.quarkus.runtime.configuration.ConfigurationException;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.List;

/**
 * Stops the start if settings contradict each other. What concerns one setting alone is a range of
 * its interface, which is checked before any bean is made ({@link SettingsViolations}).
 */
@Singleton
public class SettingsCheck implements CheckedAtStart {

  private final List<String> lines = new ArrayList<>();

  /**
   * @throws ConfigurationException with one line for each contradiction, which names the key
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
    if (!lines.isEmpty()) {
      throw new ConfigurationException(String.join(System.lineSeparator(), lines));
    }
  }

  private void check(boolean holds, String sentence) {
    if (!holds) {
      lines.add("anteroom." + sentence);
    }
  }
}
