package io.anteroom;

import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import io.smallrye.config.validator.BeanValidationConfigValidator;
import jakarta.validation.Validation;
import jakarta.validation.Validator;
import java.util.HashMap;
import java.util.Map;

/** Settings as configuration gives them, for tests without the whole service. */
public final class TestSettings {

  private static final Validator VALIDATOR =
      Validation.buildDefaultValidatorFactory().getValidator();
  private static final BeanValidationConfigValidator CONSTRAINTS = () -> VALIDATOR;

  private TestSettings() {}

  /**
   * The mapping with its defaults, but for these properties, each followed by its value.
   *
   * @throws io.smallrye.config.ConfigValidationException when a value breaks a constraint
   */
  public static <T> T of(Class<T> mapping, String... keysAndValues) {
    Map<String, String> properties = new HashMap<>();
    for (int i = 0; i < keysAndValues.length; i += 2) {
      properties.put(keysAndValues[i], keysAndValues[i + 1]);
    }
    return new SmallRyeConfigBuilder()
        .withMapping(mapping)
        .withValidator(CONSTRAINTS)
        .withSources(new PropertiesConfigSource(properties, "test", 100))
        .addDiscoveredConverters()
        .build()
        .getConfigMapping(mapping);
  }
}
