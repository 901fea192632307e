package io.anteroom.sandbox.options;

import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;

/** The options as they were given, as text. The command line wins over system properties. */
final class GivenOptions {

  /** System properties that the sandbox sets itself. */
  private static final Set<String> OWN =
      Set.of(
          "sandbox.started",
          "sandbox.replica",
          "sandbox.upstream-url",
          "sandbox.callback-url",
          "sandbox.warm-up-texts");

  private final Map<SandboxOption, String> values = new EnumMap<>(SandboxOption.class);

  /**
   * Reads both.
   *
   * @throws WrongOptionException for an option that nobody knows, or without a value
   */
  static GivenOptions of(String[] args, Properties properties) {
    GivenOptions given = new GivenOptions();
    properties.stringPropertyNames().stream()
        .filter(name -> name.startsWith(SandboxOption.PROPERTIES) && !OWN.contains(name))
        .forEach(name -> given.putProperty(name, properties.getProperty(name)));
    for (int i = 0; i < args.length; i++) {
      int sign = args[i].indexOf('=');
      SandboxOption option = flag(sign < 0 ? args[i] : args[i].substring(0, sign));
      if (sign < 0 && i + 1 == args.length) {
        throw new WrongOptionException(option.flag() + " needs a value");
      }
      given.values.put(option, sign < 0 ? args[++i] : args[i].substring(sign + 1));
    }
    return given;
  }

  private static SandboxOption flag(String flag) {
    return SandboxOption.ofFlag(flag).orElseThrow(() -> unknown(flag));
  }

  private void putProperty(String name, String value) {
    values.put(SandboxOption.ofProperty(name).orElseThrow(() -> unknown("-D" + name)), value);
  }

  private static WrongOptionException unknown(String name) {
    return new WrongOptionException(
        "%s is no option; there are %s".formatted(name, SandboxOption.flags()));
  }

  /** The value of an option; empty where it was not given. */
  Optional<String> value(SandboxOption option) {
    return Optional.ofNullable(values.get(option));
  }
}
