package io.anteroom;

import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.util.HashMap;
import java.util.Map;

/** Settings as configuration gives them, for tests without the whole service. */
public final class TestSettings {

  private TestSettings() {}

  /**
   * The mapping with its defaults, but for these properties, each followed by its value.
   *
   * @throws io.smallrye.config.ConfigValidationException when a value is outside its range
   */
  public static <T> T of(Class<T> mapping, String... keysAndValues) {
    Map<String, String> properties = new HashMap<>();
    for (int i = 0; i < keysAndValues.length; i += 2) {
      properties.put(keysAndValues[i], keysAndValues[i + 1]);
    }
    return new SmallRyeConfigBuilder()
        .withMapping(mapping)
        .withValidator(new RangeValidator())
        .withSources(new PropertiesConfigSource(properties, "test", 100))
        .addDiscoveredConverters()
        .build()
        .getConfigMapping(mapping);
  }
}
