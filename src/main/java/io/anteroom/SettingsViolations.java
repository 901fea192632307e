package io.anteroom;

import io.quarkus.runtime.configuration.ConfigurationException;
import io.smallrye.config.ConfigValidationException;
import io.smallrye.config.ConfigValidator;
import io.smallrye.config.SmallRyeConfigBuilder;
import io.smallrye.config.SmallRyeConfigBuilderCustomizer;
import java.util.ArrayList;
import java.util.List;

/**
 * Stops the start if settings break their constraints, with one line for each and nothing else. The
 * configuration library checks one mapping after the other and would print a header above all
 * lines. Values that are not of their type are still reported by the library.
 */
public final class SettingsViolations implements SmallRyeConfigBuilderCustomizer {

  /** After the extension that sets the validator. */
  @Override
  public int priority() {
    return Integer.MAX_VALUE;
  }

  @Override
  public void configBuilder(SmallRyeConfigBuilder builder) {
    builder.withValidator(new Collector(builder, builder.getValidator()));
  }

  /** Used by one thread, for one configuration. */
  private static final class Collector implements ConfigValidator {

    private final SmallRyeConfigBuilder builder;
    private final ConfigValidator validator;
    private final List<String> lines = new ArrayList<>();
    private int validated;

    Collector(SmallRyeConfigBuilder builder, ConfigValidator validator) {
      this.builder = builder;
      this.validator = validator;
    }

    /**
     * Throws the lines of all mappings at the last one. What it throws before only matters if that
     * one is never reached, because of a value that is not of its type.
     */
    @Override
    public void validateMapping(Class<?> mapping, String prefix, Object settings) {
      try {
        validator.validateMapping(mapping, prefix, settings);
        throwAtTheLast(mapping);
      } catch (ConfigValidationException violations) {
        for (int i = 0; i < violations.getProblemCount(); i++) {
          lines.add(violations.getProblem(i).getMessage());
        }
        throwAtTheLast(mapping);
        throw violations;
      }
    }

    private void throwAtTheLast(Class<?> mapping) {
      validated += isOurs(mapping) ? 1 : 0;
      if (!lines.isEmpty() && validated == mappings()) {
        throw new ConfigurationException(String.join(System.lineSeparator(), lines));
      }
    }

    private long mappings() {
      return builder.getMappingsBuilder().getMappings().stream()
          .filter(mapping -> isOurs(mapping.getType()))
          .count();
    }

    private static boolean isOurs(Class<?> mapping) {
      return mapping.getName().startsWith("io.anteroom.");
    }
  }
}
