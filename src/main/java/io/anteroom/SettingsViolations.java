package io.anteroom;

import io.quarkus.runtime.configuration.ConfigurationException;
import io.smallrye.config.ConfigMappings.ConfigClass;
import io.smallrye.config.ConfigSourceInterceptor;
import io.smallrye.config.ConfigSourceInterceptorContext;
import io.smallrye.config.ConfigSourceInterceptorFactory;
import io.smallrye.config.ConfigValidationException;
import io.smallrye.config.ConfigValidator;
import io.smallrye.config.ConfigValue;
import io.smallrye.config.SmallRyeConfigBuilder;
import io.smallrye.config.SmallRyeConfigBuilderCustomizer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Stops the start, before anything is connected to, if settings are outside their ranges, have a
 * name that nothing reads, or are no URL of a server, with one line for each and nothing else. The
 * configuration library checks one mapping after the other and would print a header above all
 * lines. Values that are not of their type are still reported by the library.
 */
public final class SettingsViolations implements SmallRyeConfigBuilderCustomizer {

  /** Quarkus has a converter of durations of its own, with a priority of 200. */
  private static final int ABOVE_QUARKUS = 300;

  @Override
  public void configBuilder(SmallRyeConfigBuilder builder) {
    Sources sources = new Sources();
    builder.withInterceptorFactories(sources);
    builder.withConverter(Duration.class, ABOVE_QUARKUS, new BoundedDurationConverter());
    builder.withValidator(new Collector(builder, sources));
  }

  /** Keeps what gives names and values, with all expressions resolved; changes nothing. */
  private static final class Sources implements ConfigSourceInterceptorFactory {

    private ConfigSourceInterceptorContext values;

    @Override
    public OptionalInt getPriority() {
      return OptionalInt.of(Integer.MAX_VALUE);
    }

    @Override
    public ConfigSourceInterceptor getInterceptor(ConfigSourceInterceptorContext context) {
      values = context;
      return (next, name) -> next.proceed(name);
    }

    String value(String name) {
      ConfigValue value = values.proceed(name);
      return value == null ? null : value.getValue();
    }

    Set<String> names() {
      Set<String> names = new HashSet<>();
      values.iterateNames().forEachRemaining(names::add);
      return names;
    }
  }

  /** Used by one thread, for one configuration. */
  private static final class Collector implements ConfigValidator {

    private final SmallRyeConfigBuilder builder;
    private final ConfigValidator validator = new RangeValidator();
    private final Sources sources;
    private final List<String> lines = new ArrayList<>();
    private int validated;

    Collector(SmallRyeConfigBuilder builder, Sources sources) {
      this.builder = builder;
      this.sources = sources;
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
      if (!isOurs(mapping) || validated != mappings().size()) {
        return;
      }
      lines.addAll(ServerUrls.faults(sources::value));
      lines.addAll(new UnknownSettings(known()).among(sources.names()));
      if (!lines.isEmpty()) {
        throw new ConfigurationException(String.join(System.lineSeparator(), lines));
      }
    }

    /** By what the library generated: a native executable has no reflection on the interfaces. */
    private Set<String> known() {
      return mappings().stream()
          .flatMap(mapping -> mapping.getProperties().keySet().stream())
          .collect(Collectors.toSet());
    }

    private List<ConfigClass> mappings() {
      return builder.getMappingsBuilder().getMappings().stream()
          .filter(mapping -> isOurs(mapping.getType()))
          .toList();
    }

    private static boolean isOurs(Class<?> mapping) {
      return mapping.getName().startsWith("io.anteroom.");
    }
  }
}
