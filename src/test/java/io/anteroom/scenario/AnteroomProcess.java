package io.anteroom.scenario;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;

/**
 * A replica of Anteroom as a process of its own: the packaged jar or the native executable,
 * whichever this build made, on free ports.
 */
final class AnteroomProcess implements AutoCloseable {

  /** Most replicas live for seconds, too short for the optimizing compiler. */
  private static final List<String> QUICK_START =
      List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC");

  private static final Duration START = Duration.ofSeconds(90);
  private static final Pattern PORT = Pattern.compile("Listening on: http://[^:]+:(\\d+)");
  private static final Pattern HTTPS = Pattern.compile("and https://[^:]+:(\\d+)");
  private static final Pattern MANAGEMENT =
      Pattern.compile("Management interface listening on http://[^:]+:(\\d+)");

  private final Process process;
  private final Path log;
  private int port;
  private int managementPort;

  private AnteroomProcess(Process process, Path log) {
    this.process = process;
    this.log = log;
  }

  /** Whether this build made a native executable. */
  static boolean isNative() {
    return !artifact().endsWith(".jar");
  }

  /** Makes the class archive of this build unless it exists. */
  static void makeClassArchive(Map<String, String> environment) {
    if (!isNative()) {
      ClassArchive.make(artifact(), environment);
    }
  }

  /**
   * Starts a replica, and returns when it listens.
   *
   * @param jvmOptions beside the usual ones, which are meant for a short life
   */
  static AnteroomProcess start(String name, Map<String, String> environment, String... jvmOptions) {
    return started(name, launch(name, environment, jvmOptions));
  }

  /** Starts a replica of another build than this one, and returns when it listens. */
  static AnteroomProcess startBuild(Path jar, String name, Map<String, String> environment) {
    return started(name, launch(name, environment, command(jar.toString())));
  }

  private static AnteroomProcess started(String name, AnteroomProcess replica) {
    try {
      Awaitility.await()
          .atMost(START)
          .pollInterval(Duration.ofMillis(20))
          .until(() -> replica.listens() || !replica.process.isAlive());
    } catch (ConditionTimeoutException e) {
      replica.kill();
      throw new IllegalStateException(name + " did not start in time:\n" + replica.log(), e);
    }
    if (!replica.process.isAlive()) {
      throw new IllegalStateException(name + " did not start:\n" + replica.log());
    }
    return replica;
  }

  /** Starts a process that may end by itself. */
  static AnteroomProcess launch(
      String name, Map<String, String> environment, String... jvmOptions) {
    return launch(name, environment, command(artifact(), jvmOptions));
  }

  /** Starts a process with this on its command line. */
  static AnteroomProcess launchCommand(
      String name, Map<String, String> environment, String argument) {
    List<String> command = command(artifact());
    command.add(argument);
    return launch(name, environment, command);
  }

  private static AnteroomProcess launch(
      String name, Map<String, String> environment, List<String> command) {
    try {
      Path log =
          Files.createTempFile(Files.createDirectories(Path.of("target/logs")), name, ".log");
      ProcessBuilder builder = new ProcessBuilder(command);
      builder.environment().put("QUARKUS_HTTP_PORT", "0");
      builder.environment().put("QUARKUS_MANAGEMENT_PORT", "0");
      builder
          .environment()
          .put("ANTEROOM_TASK_EXACT_TOTAL_LIMIT", "1000000"); // they count by lists
      builder.environment().putAll(environment);
      builder.redirectErrorStream(true).redirectOutput(log.toFile());
      return new AnteroomProcess(builder.start(), log);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  int port() {
    return port;
  }

  /** The port of HTTPS, where it is served. */
  int httpsPort() {
    Matcher https = HTTPS.matcher(log());
    if (!https.find()) {
      throw new IllegalStateException("no HTTPS:\n" + log());
    }
    return Integer.parseInt(https.group(1));
  }

  String url(String path) {
    return "http://127.0.0.1:" + port + path;
  }

  String managementUrl(String path) {
    return "http://127.0.0.1:" + managementPort + path;
  }

  String log() {
    try {
      return Files.readString(log);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Waits for the end of the process, and returns its exit code. */
  int awaitExit(Duration max) {
    try {
      if (!process.waitFor(max.toMillis(), TimeUnit.MILLISECONDS)) {
        throw new IllegalStateException("still running:\n" + log());
      }
      return process.exitValue();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** Stops the process with {@code SIGSTOP}. */
  void freeze() {
    signal("STOP");
  }

  /** Lets it go on: {@code SIGCONT}. */
  void thaw() {
    signal("CONT");
  }

  private void signal(String name) {
    try {
      String pid = Long.toString(process.pid());
      new ProcessBuilder("kill", "-" + name, pid).inheritIO().start().waitFor();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  void kill() {
    process.destroyForcibly();
    awaitExit(Duration.ofSeconds(10));
  }

  /** The peak of its resident memory, in KiB (Linux: VmHWM). */
  long peakRssKib() {
    try {
      return Files.readAllLines(Path.of("/proc/" + process.pid() + "/status")).stream()
          .filter(line -> line.startsWith("VmHWM"))
          .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
          .findFirst()
          .orElse(0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    stop(Duration.ofSeconds(20));
  }

  /** A graceful stop that may take so long. */
  void stop(Duration max) {
    process.destroy();
    try {
      awaitExit(max);
    } catch (IllegalStateException e) {
      kill();
      throw e;
    }
    DroppedFailures.assertNone(log());
  }

  private boolean listens() {
    String text = log();
    Matcher service = PORT.matcher(text);
    Matcher management = MANAGEMENT.matcher(text);
    if (!service.find() || !management.find()) {
      return false;
    }
    port = Integer.parseInt(service.group(1));
    managementPort = Integer.parseInt(management.group(1));
    return true;
  }

  /** A native executable takes only memory options, after its name. */
  private static List<String> command(String artifact, String... jvmOptions) {
    List<String> command = new ArrayList<>();
    if (isNative()) {
      command.add(artifact);
      Arrays.stream(jvmOptions).filter(option -> option.startsWith("-Xm")).forEach(command::add);
    } else {
      command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
      command.addAll(QUICK_START);
      command.add(ClassArchive.option(artifact));
      command.addAll(List.of(jvmOptions));
      command.addAll(List.of("-jar", artifact));
    }
    return command;
  }

  /** The jar or the executable that this build made. */
  static String artifact() {
    return System.getProperty("scenario.artifact", "target/quarkus-app/quarkus-run.jar");
  }
}
