package io.anteroom.quota;

import io.smallrye.config.SmallRyeConfigBuilder;
import java.util.Map;

/** Quota settings as configuration gives them. */
final class TestQuotaSettings {

  private TestQuotaSettings() {}

  static QuotaSettings settings(String... keysAndValues) {
    SmallRyeConfigBuilder builder =
        new SmallRyeConfigBuilder().withMapping(QuotaSettings.class).addDiscoveredConverters();
    for (int i = 0; i < keysAndValues.length; i += 2) {
      builder.withSources(
          new io.smallrye.config.PropertiesConfigSource(
              Map.of("anteroom.quota." + keysAndValues[i], keysAndValues[i + 1]), "test", 100));
    }
    return builder.build().getConfigMapping(QuotaSettings.class);
  }
}
