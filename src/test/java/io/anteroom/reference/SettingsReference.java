package io.anteroom.reference;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.ConfigMappingInterface.Property;
import io.smallrye.config.ConfigMappings;
import io.smallrye.config.ConfigMappings.ConfigClass;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Tables of all settings, out of the interfaces that they are mapped to: keys and defaults as the
 * configuration library reads them, meanings from the Javadoc.
 */
final class SettingsReference {

  private static final Path SOURCES = Path.of("src/main/java");
  private static final long MEBIBYTE = 1L << 20;
  private static final long GIBIBYTE = 1L << 30;

  /** What stands for the keys of a map, where that is not a name of the operator's choice. */
  private static final Map<String, String> KEYS =
      Map.of(
          "anteroom.quota.limits.*.*", "anteroom.quota.limits.<plan>.\"<class>\"",
          "anteroom.task.terminal-statuses.*", "anteroom.task.terminal-statuses.<status>");

  private final SourceComments comments = new SourceComments();
  private final StringBuilder page = new StringBuilder();

  private SettingsReference() {}

  static String tables() {
    SettingsReference reference = new SettingsReference();
    String heading = "";
    for (Class<?> mapping : mappings()) {
      if (!prefix(mapping).equals(heading)) {
        heading = prefix(mapping);
        reference.page.append("\n## `%s`\n".formatted(heading));
      }
      reference.add(mapping);
    }
    return reference.page.toString();
  }

  private void add(Class<?> mapping) {
    page.append("\n%s\n\n".formatted(comments.of(mapping).text()));
    page.append("| setting, and its variable | type, default | meaning |\n|---|---|---|\n");
    ConfigMappings.getProperties(ConfigClass.configClass(mapping)).entrySet().stream()
        .filter(setting -> !setting.getKey().endsWith("[*]"))
        .sorted(inTheOrderOfTheFile(mapping))
        .forEach(setting -> addRow(setting.getKey(), setting.getValue()));
  }

  /** What an interface inherits comes last. */
  private Comparator<Map.Entry<String, Property>> inTheOrderOfTheFile(Class<?> mapping) {
    return Comparator.<Map.Entry<String, Property>, Boolean>comparing(
            setting -> !isOf(mapping, setting.getValue().getMethod().getDeclaringClass()))
        .thenComparing(setting -> comments.of(setting.getValue().getMethod()).place());
  }

  private static boolean isOf(Class<?> mapping, Class<?> declaring) {
    return declaring.equals(mapping) || mapping.equals(declaring.getEnclosingClass());
  }

  private void addRow(String name, Property property) {
    String key = KEYS.getOrDefault(name, name.replace(".*", ".<name>"));
    String type = SettingType.of(property.getMethod());
    page.append(
        "| `%s`<br>`%s` | %s%s | %s |\n"
            .formatted(
                key,
                variable(key),
                type,
                property.hasDefaultValue() ? "<br>" + defaultValue(property) : "",
                comments.of(property.getMethod()).text().replace("|", "\\|")));
  }

  /** A placeholder stays one. */
  private static String variable(String key) {
    return key.replaceAll("[^A-Za-z0-9<>]", "_").toUpperCase(Locale.ROOT);
  }

  private static String defaultValue(Property property) {
    String value = property.getDefaultValue();
    return "`" + value + "`" + (value.matches("\\d{7,}") ? size(Long.parseLong(value)) : "");
  }

  /** In a larger unit, where that is a whole number. */
  private static String size(long bytes) {
    if (bytes % MEBIBYTE != 0) {
      return "";
    }
    return bytes % GIBIBYTE == 0
        ? " (%d GiB)".formatted(bytes / GIBIBYTE)
        : " (%d MiB)".formatted(bytes / MEBIBYTE);
  }

  private static String prefix(Class<?> mapping) {
    return mapping.getAnnotation(ConfigMapping.class).prefix();
  }

  private static List<Class<?>> mappings() {
    try (Stream<Path> files = Files.walk(SOURCES)) {
      return files
          .filter(file -> file.toString().endsWith(".java"))
          .filter(SettingsReference::namesAMapping)
          .<Class<?>>map(SettingsReference::load)
          .filter(type -> type.isAnnotationPresent(ConfigMapping.class))
          .sorted(
              Comparator.<Class<?>, String>comparing(SettingsReference::prefix)
                  .thenComparing(Class::getSimpleName))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static boolean namesAMapping(Path file) {
    try {
      return Files.readString(file).contains("@ConfigMapping(");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Class<?> load(Path file) {
    String path = SOURCES.relativize(file).toString().replace(".java", "");
    try {
      return Class.forName(path.replace(file.getFileSystem().getSeparator(), "."));
    } catch (ClassNotFoundException e) {
      throw new IllegalStateException(e);
    }
  }
}
