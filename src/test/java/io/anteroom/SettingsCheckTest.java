package io.anteroom;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.anteroom.cluster.ClusterSettings;
import io.anteroom.quota.QuotaSettings;
import io.anteroom.reconcile.InDoubtSettings;
import io.anteroom.task.TaskSettings;
import io.anteroom.upload.SpoolSettings;
import io.anteroom.upstream.http.UpstreamSettings;
import io.quarkus.runtime.configuration.ConfigurationException;
import org.junit.jupiter.api.Test;

class SettingsCheckTest {

  @Test
  void aQueueThatHoldsNoTaskStopsTheStart() {
    var failure =
        assertThrows(ConfigurationException.class, () -> check("anteroom.task.max-queued", "0"));
    assertEquals("anteroom.task.max-queued: must be at least 1, is 0", failure.getMessage());
  }

  private static void check(String key, String value) {
    new SettingsCheck(
        TestSettings.of(ClusterSettings.class),
        TestSettings.of(InDoubtSettings.class),
        TestSettings.of(QuotaSettings.class),
        TestSettings.of(UpstreamSettings.class),
        TestSettings.of(TaskSettings.class, key, value),
        TestSettings.of(SpoolSettings.class));
  }
}
