package io.anteroom.sandbox.options;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What can be said when the sandbox starts: {@code --plan free} on the command line, or {@code
 * -Dsandbox.plan=free} as a system property, which dev mode passes on too.
 */
public enum SandboxOption {
  PLAN("free|pro|enterprise", "the plan of the account (pro)"),
  WINDOW("TIME", "the time over which the limits of the plan count (60s)"),
  TASK_TIME("TIME", "how long the upstream takes for a text or a file (0.4 to 1 s)"),
  FAULTS(
      "CALL:FAULT=VALUE,…",
      "what goes wrong upstream, such as index.text:server_error=0.5 or *:forced_status=503"),
  SETTINGS("JSON|FILE", "any other setting of the upstream, as /_sandbox/settings shows them"),
  REPLICAS("N", "as many replicas of Anteroom, each a process that may be killed (0: none)"),
  PORT("N", "of Anteroom (8080); a second replica has the next one"),
  MANAGEMENT_PORT("N", "of health and metrics (9000)"),
  UPSTREAM_PORT("N", "of the upstream and its page (18081)"),
  CALLBACK_PORT("N", "of the receiver of callbacks (18082)"),
  REPLICA_JAR("FILE", "the build that the replicas run (this one)");

  /** What the names of the system properties begin with. */
  static final String PROPERTIES = "sandbox.";

  private static final String FLAG = "--";

  private final String values;
  private final String meaning;

  SandboxOption(String values, String meaning) {
    this.values = values;
    this.meaning = meaning;
  }

  /** On the command line, such as {@code --task-time}. */
  public String flag() {
    return FLAG + label();
  }

  /** The system property, such as {@code sandbox.task-time}. */
  String property() {
    return PROPERTIES + label();
  }

  private String label() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  static Optional<SandboxOption> ofFlag(String flag) {
    return Arrays.stream(values()).filter(option -> option.flag().equals(flag)).findFirst();
  }

  static Optional<SandboxOption> ofProperty(String property) {
    return Arrays.stream(values()).filter(option -> option.property().equals(property)).findFirst();
  }

  static String flags() {
    return Arrays.stream(values()).map(SandboxOption::flag).collect(Collectors.joining(", "));
  }

  /** One line for each option. */
  public static String help() {
    return Arrays.stream(values())
        .map(
            option -> "  %-28s %s%n".formatted(option.flag() + " " + option.values, option.meaning))
        .collect(Collectors.joining());
  }
}
