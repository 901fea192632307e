package io.anteroom.sandbox.training;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** The packaged service as a process whose JVM records its run. */
final class TrainedService {

  private static final Duration START = Duration.ofMinutes(3);

  private final Process process;
  private final Path log;
  private final Path cache;

  private TrainedService(Process process, Path log, Path cache) {
    this.process = process;
    this.log = log;
    this.cache = cache;
  }

  /** A part of the training. */
  @FunctionalInterface
  interface Step {
    void run() throws IOException, InterruptedException;
  }

  /** Starts it, and returns when it is ready. */
  static TrainedService start(
      Path jar, Path cache, Map<String, String> environment, int managementPort)
      throws IOException, InterruptedException {
    Path log = Files.createTempFile("training", ".log");
    ProcessBuilder builder =
        new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:AOTCacheOutput=" + cache,
            "-jar",
            jar.toString());
    builder.environment().putAll(environment);
    builder.redirectErrorStream(true).redirectOutput(log.toFile());
    TrainedService service = new TrainedService(builder.start(), log, cache);
    service.checked(() -> service.awaitReady(managementPort));
    return service;
  }

  /** Runs a step; where it fails, says what the service said. */
  void checked(Step step) throws IOException, InterruptedException {
    try {
      step.run();
    } catch (IOException | RuntimeException e) {
      System.err.println(Files.readString(log));
      throw e;
    }
  }

  /** Ends it in order, and waits until its JVM has written the cache. */
  void stop(Duration most) throws IOException, InterruptedException {
    process.destroy();
    checked(
        () -> {
          if (!process.waitFor(most.toSeconds(), TimeUnit.SECONDS)) {
            throw new IllegalStateException("the service did not end within " + most);
          }
          if (!Files.exists(cache)) {
            throw new IllegalStateException("the JVM wrote no cache");
          }
        });
  }

  void kill() {
    process.destroyForcibly();
  }

  private void awaitReady(int managementPort) throws IOException, InterruptedException {
    HttpClient http = HttpClient.newHttpClient();
    HttpRequest ready =
        HttpRequest.newBuilder(
                URI.create("http://127.0.0.1:%d/q/health/ready".formatted(managementPort)))
            .timeout(Duration.ofSeconds(5))
            .build();
    long end = System.nanoTime() + START.toNanos();
    while (System.nanoTime() < end && process.isAlive()) {
      try {
        if (http.send(ready, BodyHandlers.discarding()).statusCode() == 200) {
          return;
        }
      } catch (IOException e) {
        // Not there yet.
      }
      Thread.sleep(50);
    }
    throw new IllegalStateException("the service did not start");
  }
}
