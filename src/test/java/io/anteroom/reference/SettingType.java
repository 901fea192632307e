package io.anteroom.reference;

import java.lang.reflect.Method;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** What kind of value a setting takes, in words. */
final class SettingType {

  /** More values than this are told by the comment of the setting, if at all. */
  private static final int MAX_LISTED = 4;

  private static final Map<Class<?>, String> WORDS =
      Map.of(
          Duration.class, "duration",
          boolean.class, "`true`, `false`",
          int.class, "whole number",
          Integer.class, "whole number",
          long.class, "whole number",
          double.class, "number",
          String.class, "text",
          Path.class, "path");

  private SettingType() {}

  static String of(Method method) {
    return of(method.getGenericReturnType());
  }

  private static String of(Type type) {
    if (type instanceof ParameterizedType generic) {
      Type[] arguments = generic.getActualTypeArguments();
      String last = of(arguments[arguments.length - 1]);
      return List.class.equals(generic.getRawType()) ? last + ", or several with commas" : last;
    }
    Class<?> single = (Class<?>) type;
    if (single.isEnum()) {
      return constants(single);
    }
    return Optional.ofNullable(WORDS.get(single))
        .orElseThrow(() -> new IllegalArgumentException("No word is known for " + single));
  }

  /** As the configuration library takes them. */
  private static String constants(Class<?> type) {
    Object[] constants = type.getEnumConstants();
    return constants.length > MAX_LISTED
        ? "text"
        : Arrays.stream(constants)
            .map(constant -> ((Enum<?>) constant).name().toLowerCase(Locale.ROOT))
            .map(name -> "`" + name.replace('_', '-') + "`")
            .collect(Collectors.joining(", "));
  }
}
