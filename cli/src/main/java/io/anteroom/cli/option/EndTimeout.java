package io.anteroom.cli.option;

import java.time.Duration;
import picocli.CommandLine.Option;

/** How long a command waits for the ends of tasks. */
public final class EndTimeout {

  @Option(
      names = "--timeout",
      paramLabel = "TIME",
      description =
          "How long to wait for the end of a task, such as 30s. Default: 1h, and 10s for a cancel.")
  Duration timeout;

  /** The time that was given, or else the usual one. */
  public Duration or(Duration usual) {
    return timeout == null ? usual : timeout;
  }

  /** The time that was given, or else an hour. */
  public Duration orHour() {
    return or(Duration.ofHours(1));
  }
}
