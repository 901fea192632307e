package io.anteroom.quota;

import io.anteroom.TestSettings;

final class TestQuotaSettings {

  private TestQuotaSettings() {}

  static QuotaSettings settings(String... keysAndValues) {
    String[] properties = keysAndValues.clone();
    for (int i = 0; i < properties.length; i += 2) {
      properties[i] = "anteroom.quota." + properties[i];
    }
    return TestSettings.of(QuotaSettings.class, properties);
  }
}
