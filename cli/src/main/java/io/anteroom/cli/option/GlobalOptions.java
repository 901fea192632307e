package io.anteroom.cli.option;

import io.anteroom.cli.output.Format;
import java.time.Duration;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/** Options that all commands have. */
public final class GlobalOptions {

  private static final String FILE = "~/.config/anteroom/config";

  @Option(
      names = "--url",
      scope = ScopeType.INHERIT,
      paramLabel = "URL",
      description = "Where Anteroom is. Without it ANTEROOM_URL, or the profile.")
  String url;

  @Option(
      names = "--profile",
      scope = ScopeType.INHERIT,
      paramLabel = "NAME",
      description = "A section of " + FILE + ". Without it ANTEROOM_PROFILE, or default.")
  String profile;

  @Option(
      names = "--operator",
      scope = ScopeType.INHERIT,
      description = "Use the operator's key where the client's would do too.")
  boolean operator;

  @Option(
      names = {"-o", "--output"},
      scope = ScopeType.INHERIT,
      paramLabel = "FORMAT",
      description = "table, json or jsonl (a JSON object per line). Default: table.")
  Format format = Format.TABLE;

  @Option(
      names = "--call-timeout",
      scope = ScopeType.INHERIT,
      paramLabel = "TIME",
      description = "How long a call may take with its repeats, such as 30s. Default: 10s.")
  Duration callTimeout = Duration.ofSeconds(10);

  /** Where Anteroom is; null if not given. */
  public String url() {
    return url;
  }

  /** The section of the file; null if not given. */
  public String profile() {
    return profile;
  }

  /** Whether the operator's key is to be used where both would do. */
  public boolean operator() {
    return operator;
  }

  /** How data is printed. */
  public Format format() {
    return format;
  }

  /** How long a call may take with its repeats. */
  public Duration callTimeout() {
    return callTimeout;
  }
}
