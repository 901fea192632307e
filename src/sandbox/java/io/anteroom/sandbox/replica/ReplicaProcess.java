package io.anteroom.sandbox.replica;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/** One run of a replica: a JVM of its own, whose output is printed with its number before it. */
final class ReplicaProcess {

  /** It starts soon rather than computes fast: nobody sends a sandbox many calls. */
  private static final List<String> QUICK_START =
      List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xmx512m");

  private static final String LISTENS = "Listening on:";

  private final int number;
  private final Process process;
  private final CompletableFuture<Boolean> ready = new CompletableFuture<>();

  private ReplicaProcess(int number, Process process) {
    this.number = number;
    this.process = process;
  }

  /**
   * Starts one.
   *
   * @param pidFile gets its process id, so that it can be ended when this process is gone
   */
  static ReplicaProcess start(
      int number,
      Path jar,
      Map<String, String> environment,
      Path pidFile,
      Consumer<String> printer) {
    ProcessBuilder builder = new ProcessBuilder(java());
    builder.command().addAll(QUICK_START);
    builder.command().addAll(List.of("-Dsandbox.started=true", "-Dsandbox.replica=" + number));
    builder.command().addAll(List.of("-jar", jar.toString()));
    builder.environment().putAll(environment);
    try {
      ReplicaProcess replica =
          new ReplicaProcess(number, builder.redirectErrorStream(true).start());
      Files.writeString(pidFile, Long.toString(replica.pid()));
      Thread reader = new Thread(() -> replica.read(printer), "replica-" + number);
      reader.setDaemon(true);
      reader.start();
      return replica;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String java() {
    return Path.of(System.getProperty("java.home"), "bin", "java").toString();
  }

  private void read(Consumer<String> printer) {
    try (BufferedReader lines = process.inputReader()) {
      String line = lines.readLine();
      while (line != null) {
        printer.accept("[%d] %s".formatted(number, line));
        if (line.contains(LISTENS)) {
          ready.complete(true);
        }
        line = lines.readLine();
      }
    } catch (IOException e) {
      printer.accept("[%d] %s".formatted(number, e));
    } finally {
      ready.complete(false);
    }
  }

  /** True once it listens, false where it ended before. */
  CompletableFuture<Boolean> ready() {
    return ready;
  }

  long pid() {
    return process.pid();
  }

  /** Comes with its exit code when it has ended. */
  CompletableFuture<Integer> ended() {
    return process.onExit().thenApply(Process::exitValue);
  }

  /**
   * Asks it to stop, as SIGTERM does. What it prints until its end is still read: {@code
   * Process.destroy} would close its output.
   */
  void stop() {
    process.toHandle().destroy();
  }
}
