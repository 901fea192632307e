package io.anteroom.sandbox.options;

import io.anteroom.sandbox.upstream.settings.SandboxPlan;
import io.anteroom.sandbox.upstream.settings.SandboxSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Properties;
import java.util.function.Function;
import java.util.stream.Stream;

/** The options of the sandbox, read and checked. Immutable. */
public final class SandboxOptions {

  private static final int MOST_REPLICAS = 8;
  private static final int LAST_PORT = 65_535;
  private static final List<SandboxOption> PORTS =
      List.of(
          SandboxOption.PORT,
          SandboxOption.MANAGEMENT_PORT,
          SandboxOption.UPSTREAM_PORT,
          SandboxOption.CALLBACK_PORT);
  private static final Duration WINDOW = Duration.ofSeconds(60);

  private static final Duration LONGEST_WARM_UP = Duration.ofSeconds(5);
  private static final int WARM_UP_TEXTS = 8;

  private final GivenOptions given;
  private final SandboxSettings upstream;

  private SandboxOptions(GivenOptions given) {
    this.given = given;
    this.upstream = settings();
    plan();
    replicas();
    replicaJar();
    PORTS.forEach(this::port);
  }

  /**
   * The options of a command line and of the system properties.
   *
   * @throws WrongOptionException with a line that names what is wrong
   */
  public static SandboxOptions of(String[] args, Properties properties) {
    return new SandboxOptions(GivenOptions.of(args, properties));
  }

  /** The plan of the account; Pro where nothing was said. */
  public SandboxPlan plan() {
    return value(SandboxOption.PLAN)
        .map(value -> value.constant(SandboxPlan.class, "free, pro, enterprise"))
        .orElse(SandboxPlan.PRO);
  }

  /** The plan as settings write it, in lower case. */
  public String planLabel() {
    return plan().name().toLowerCase(Locale.ROOT);
  }

  /** The time over which limits count. */
  public Duration window() {
    return value(SandboxOption.WINDOW).map(OptionValue::time).orElse(WINDOW);
  }

  /** How the upstream starts; its ports and folders are not set yet. */
  public SandboxSettings upstream() {
    return upstream;
  }

  /** How many replicas are processes of their own; 0: Anteroom runs in this process. */
  public int replicas() {
    return value(SandboxOption.REPLICAS).map(value -> value.number(0, MOST_REPLICAS)).orElse(0);
  }

  /** The jar that replicas run; empty: this program's own. */
  public Optional<Path> replicaJar() {
    return value(SandboxOption.REPLICA_JAR).map(value -> file(value, Path.of(value.text())));
  }

  /** A port that was asked for; empty where none was. */
  public OptionalInt port(SandboxOption option) {
    return value(option)
        .map(value -> OptionalInt.of(value.number(0, LAST_PORT)))
        .orElse(OptionalInt.empty());
  }

  /**
   * How many texts each replica indexes before somebody looks: none where the upstream is slow or
   * fails, and one on the Free plan, which has ten calls.
   */
  public int warmUpTexts() {
    boolean quick =
        value(SandboxOption.TASK_TIME)
            .map(value -> value.time().compareTo(LONGEST_WARM_UP) <= 0)
            .orElse(true);
    boolean changed =
        Stream.of(SandboxOption.FAULTS, SandboxOption.SETTINGS)
            .anyMatch(option -> value(option).isPresent());
    if (!quick || changed) {
      return 0;
    }
    return plan() == SandboxPlan.FREE ? 1 : WARM_UP_TEXTS;
  }

  private SandboxSettings settings() {
    SandboxSettings settings = SandboxSettings.defaults();
    settings = settings.withLimits(settings.limits().withWindowMs(window().toMillis()));
    Optional<Duration> taskTime = value(SandboxOption.TASK_TIME).map(OptionValue::time);
    if (taskTime.isPresent()) {
      settings = TaskTime.set(settings, taskTime.get());
    }
    settings = merged(settings, SandboxOption.FAULTS, FaultList::asJson);
    return merged(settings, SandboxOption.SETTINGS, SandboxOptions::document);
  }

  private SandboxSettings merged(
      SandboxSettings settings, SandboxOption option, Function<OptionValue, String> json) {
    Optional<OptionValue> value = value(option);
    try {
      return value.map(json).map(settings::merge).orElse(settings);
    } catch (IllegalArgumentException e) {
      throw new WrongOptionException(option.flag() + ": " + e.getMessage());
    }
  }

  private static String document(OptionValue value) {
    if (value.text().stripLeading().startsWith("{")) {
      return value.text();
    }
    try {
      return Files.readString(file(value, Path.of(value.text())));
    } catch (IOException e) {
      throw value.wrong("cannot be read");
    }
  }

  private static Path file(OptionValue value, Path path) {
    if (!Files.isRegularFile(path)) {
      throw value.wrong("must be a file that exists");
    }
    return path;
  }

  private Optional<OptionValue> value(SandboxOption option) {
    return given.value(option).map(text -> new OptionValue(option, text));
  }
}
