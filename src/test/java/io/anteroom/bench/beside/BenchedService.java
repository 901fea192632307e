package io.anteroom.bench.beside;

import io.anteroom.TestEnvironment;
import io.anteroom.bench.ProcessCpu;
import io.anteroom.sandbox.FreePort;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** A service as a process, on ports that it keeps when it is started again. */
final class BenchedService implements AutoCloseable {

  private static final Duration START = Duration.ofSeconds(90);
  private static final Duration STOP = Duration.ofSeconds(30);

  private static final Duration PAUSE = Duration.ofMillis(20);
  private static final HttpClient HTTP =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  private final Contestant contestant;
  private final Contestant.Place place;
  private final Path log;
  private Process process;
  private double readySeconds;

  private BenchedService(Contestant contestant, Contestant.Place place, Path log) {
    this.contestant = contestant;
    this.place = place;
    this.log = log;
  }

  /** Starts it, and returns when it is ready. */
  static BenchedService start(
      Contestant contestant, BenchStores stores, String upstream, RunSettings settings)
      throws Exception {
    return start(contestant, stores, stores.fresh(contestant.redis()), upstream, settings);
  }

  /** Starts it on a database that others may use too. */
  static BenchedService start(
      Contestant contestant,
      BenchStores stores,
      String database,
      String upstream,
      RunSettings settings)
      throws Exception {
    Path logs = Files.createDirectories(Path.of("target/logs"));
    String name = contestant.name().replaceAll("\\W+", "-");
    BenchedService service =
        new BenchedService(
            contestant,
            new Contestant.Place(
                FreePort.find(), FreePort.find(), upstream, database, stores, settings),
            Files.createTempFile(logs, "bench-" + name + "-", ".log"));
    service.startAgain();
    return service;
  }

  int port() {
    return place.port();
  }

  int managementPort() {
    return place.managementPort();
  }

  /** From the start of the process until it was ready. */
  double readySeconds() {
    return readySeconds;
  }

  /** Milliseconds of CPU that the running process has used. */
  double cpuMillis() {
    return ProcessCpu.millis(process.toHandle());
  }

  /** A size of /proc/PID/status in MiB, such as VmRSS. */
  double mebibytes(String name) throws IOException {
    return Files.readAllLines(Path.of("/proc/" + process.pid() + "/status")).stream()
        .filter(line -> line.startsWith(name + ":"))
        .mapToDouble(line -> Double.parseDouble(line.replaceAll("\\D", "")) / 1024)
        .findFirst()
        .orElseThrow();
  }

  /** Ends it with -9. */
  void kill() {
    process.destroyForcibly();
    process.onExit().join();
  }

  /** Starts it on the same ports, and returns when it is ready. */
  void startAgain() throws Exception {
    Contestant.Launch launch = contestant.launch().at(place);
    ProcessBuilder builder = new ProcessBuilder(launch.command()).redirectErrorStream(true);
    builder.redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
    builder.environment().putAll(launch.variables());
    long start = System.nanoTime();
    process = builder.start();
    Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
    while (!isReady()) {
      if (!process.isAlive() || System.nanoTime() - start > START.toNanos()) {
        process.destroyForcibly();
        throw new IllegalStateException(
            contestant.name() + " did not start:\n" + Files.readString(log));
      }
      Thread.sleep(PAUSE.toMillis());
    }
    readySeconds = (System.nanoTime() - start) / 1e9;
  }

  private boolean isReady() throws InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(
                URI.create("http://127.0.0.1:" + place.port() + contestant.readyPath()))
            .header("Authorization", "Bearer " + TestEnvironment.ALICE)
            .timeout(Duration.ofSeconds(5))
            .build();
    try {
      return HTTP.send(request, BodyHandlers.discarding()).statusCode() == 200;
    } catch (IOException e) {
      return false;
    }
  }

  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(STOP.toSeconds(), TimeUnit.SECONDS)) {
        kill();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
