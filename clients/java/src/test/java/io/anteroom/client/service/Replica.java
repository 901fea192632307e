package io.anteroom.client.service;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The packaged service as a process of its own, on free ports. */
public final class Replica implements AutoCloseable {

  static final Path JAR = Path.of(System.getProperty("service.jar", "none"));
  static final String JAVA = Path.of(System.getProperty("java.home"), "bin", "java").toString();

  private static final Duration START = Duration.ofSeconds(120);
  private static final Pattern PORT = Pattern.compile("Listening on: http://[^:]+:(\\d+)");
  private static final Pattern MANAGEMENT =
      Pattern.compile("Management interface listening on http://[^:]+:(\\d+)");

  private final Process process;
  private final Path log;

  private Replica(Process process, Path log) {
    this.process = process;
    this.log = log;
  }

  /** Starts one, and returns when it listens. */
  public static Replica start(Map<String, String> environment) {
    try {
      File log = log("replica");
      ProcessBuilder builder =
          new ProcessBuilder(JAVA, "-XX:TieredStopAtLevel=1", "-jar", JAR.toString());
      builder.environment().putAll(environment);
      builder.environment().put("QUARKUS_HTTP_PORT", "0");
      builder.environment().put("QUARKUS_MANAGEMENT_PORT", "0");
      builder.redirectErrorStream(true).redirectOutput(log);
      Replica replica = new Replica(builder.start(), log.toPath());
      until(() -> replica.port(PORT) > 0 && replica.port(MANAGEMENT) > 0);
      return replica;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static File log(String name) throws IOException {
    Path folder = Files.createDirectories(Path.of("target/logs"));
    return Files.createTempFile(folder, name, ".log").toFile();
  }

  public int port() {
    return port(PORT);
  }

  /** Where health and metrics are. */
  public int managementPort() {
    return port(MANAGEMENT);
  }

  /** How many requests wait for a task here. */
  int waiting() {
    return read("http://127.0.0.1:" + managementPort() + "/q/metrics")
        .lines()
        .filter(line -> line.startsWith("anteroom_requests_waiting"))
        .mapToInt(line -> (int) Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
        .sum();
  }

  /** Ends it as {@code kill -9} does. */
  void kill() {
    end(process.destroyForcibly());
  }

  /** Ends it in order: it responds to all who wait. */
  void stop() {
    process.destroy();
    end(process);
  }

  private static void end(Process process) {
    try {
      if (!process.waitFor(60, TimeUnit.SECONDS)) {
        throw new IllegalStateException("the replica does not end");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    kill();
  }

  private int port(Pattern pattern) {
    try {
      Matcher port = pattern.matcher(Files.readString(log));
      if (port.find()) {
        return Integer.parseInt(port.group(1));
      }
      if (!process.isAlive()) {
        throw new IllegalStateException(Files.readString(log));
      }
      return 0;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static String read(String url) {
    try {
      HttpRequest request = HttpRequest.newBuilder(URI.create(url)).build();
      return HttpClient.newHttpClient().send(request, BodyHandlers.ofString()).body();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** Waits for a condition. */
  public static void until(BooleanSupplier condition) {
    long end = System.nanoTime() + START.toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() > end) {
        throw new AssertionError("it did not happen within " + START);
      }
      LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
    }
  }
}
