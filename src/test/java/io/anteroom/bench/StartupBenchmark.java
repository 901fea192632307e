package io.anteroom.bench;

import io.anteroom.TestEnvironment;
import io.anteroom.sandbox.EmbeddedServers;
import io.anteroom.sandbox.upstream.SandboxUpstream;
import io.anteroom.sandbox.upstream.settings.SandboxSettings;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/**
 * Start-up time and memory of the JVM build and of the native executable, in turn, so that a change
 * of the machine's speed reaches both. Start-up is from the start of the process to the first ready
 * answer of the health check, against a migrated database; memory is what Linux calls VmRSS.
 */
public final class StartupBenchmark {

  private static final int PORT = 18080;
  private static final int MANAGEMENT = 19000;
  private static final int TASKS = 200;
  private static final HttpClient HTTP = HttpClient.newHttpClient();

  private record Run(double readyMillis, double idleMib, double workedMib) {}

  private StartupBenchmark() {}

  public static void main(String[] args) throws Exception {
    int runs = Integer.parseInt(args[0]);
    List<String> jvm =
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-jar",
            "target/quarkus-app/quarkus-run.jar");
    List<String> executable = List.of(nativeExecutable());
    List<Run> jvmRuns = new ArrayList<>();
    List<Run> nativeRuns = new ArrayList<>();
    try (EmbeddedServers servers = EmbeddedServers.start();
        SandboxUpstream upstream = SandboxUpstream.start(SandboxSettings.instant())) {
      Map<String, String> environment = environment(servers, upstream);
      run(jvm, environment);
      for (int i = 0; i < runs; i++) {
        jvmRuns.add(run(jvm, environment));
        nativeRuns.add(run(executable, environment));
      }
    }
    System.out.printf("medians of %d runs, Java %s%n", runs, System.getProperty("java.version"));
    System.out.printf("%-34s %10s %10s %8s%n", "", "JVM", "native", "ratio");
    print("ready after, ms", jvmRuns, nativeRuns, Column.READY);
    print("RSS when ready, MiB", jvmRuns, nativeRuns, Column.IDLE);
    print("RSS after " + TASKS + " tasks, MiB", jvmRuns, nativeRuns, Column.WORKED);
    System.exit(0);
  }

  private enum Column {
    READY,
    IDLE,
    WORKED;

    double of(Run run) {
      return switch (this) {
        case READY -> run.readyMillis();
        case IDLE -> run.idleMib();
        case WORKED -> run.workedMib();
      };
    }
  }

  private static Run run(List<String> command, Map<String, String> environment)
      throws IOException, InterruptedException {
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.redirectOutput(ProcessBuilder.Redirect.DISCARD);
    builder.environment().putAll(environment);
    long start = System.nanoTime();
    Process process = builder.start();
    try {
      while (!isReady()) {
        if (!process.isAlive()) {
          throw new IllegalStateException(command + " ended with " + process.exitValue());
        }
        LockSupport.parkNanos(5_000_000); // a busy loop would take a core from what it measures
      }
      double ready = (System.nanoTime() - start) / 1e6;
      double idle = rssMib(process);
      for (int i = 0; i < TASKS; i++) {
        index();
      }
      return new Run(ready, idle, rssMib(process));
    } finally {
      process.destroy();
      process.waitFor();
    }
  }

  private static boolean isReady() throws InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(
                URI.create("http://127.0.0.1:%d/q/health/ready".formatted(MANAGEMENT)))
            .build();
    try {
      return HTTP.send(request, BodyHandlers.discarding()).statusCode() == 200;
    } catch (IOException e) {
      return false;
    }
  }

  private static void index() throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:%d/index-and-wait".formatted(PORT)))
            .header("Authorization", "Bearer " + TestEnvironment.ALICE)
            .header("Content-Type", "application/json")
            .header("Prefer", "respond-async")
            .POST(BodyPublishers.ofString("{\"text\": \"bench\", \"collection_id\": \"bench\"}"))
            .build();
    int status = HTTP.send(request, BodyHandlers.discarding()).statusCode();
    if (status != 202) {
      throw new IllegalStateException("HTTP " + status);
    }
  }

  private static double rssMib(Process process) throws IOException {
    return Files.readAllLines(Path.of("/proc/" + process.pid() + "/status")).stream()
        .filter(line -> line.startsWith("VmRSS"))
        .mapToDouble(line -> Double.parseDouble(line.replaceAll("\\D", "")) / 1024)
        .findFirst()
        .orElseThrow();
  }

  private static void print(String what, List<Run> jvm, List<Run> executable, Column column) {
    double one = median(jvm, column);
    double other = median(executable, column);
    System.out.printf("%-34s %10.0f %10.0f %8.1f%n", what, one, other, one / other);
  }

  private static double median(List<Run> runs, Column column) {
    List<Double> sorted = runs.stream().map(column::of).sorted().toList();
    return sorted.get(sorted.size() / 2);
  }

  private static String nativeExecutable() throws IOException {
    try (Stream<Path> files = Files.list(Path.of("target"))) {
      return files
          .map(Path::toString)
          .filter(file -> file.endsWith("-runner"))
          .findFirst()
          .orElseThrow(() -> new IllegalStateException("no native executable in target"));
    }
  }

  private static Map<String, String> environment(
      EmbeddedServers servers, SandboxUpstream upstream) {
    return Map.of(
        "QUARKUS_HTTP_PORT", Integer.toString(PORT),
        "QUARKUS_MANAGEMENT_PORT", Integer.toString(MANAGEMENT),
        "DATABASE_URL", servers.databaseUrl(),
        "DATABASE_USER", servers.databaseUser(),
        "REDIS_URL", servers.redisUrl(),
        "MIXPEEK_BASE_URL", upstream.baseUrl(),
        "MIXPEEK_API_KEY", "sandbox-enterprise-key",
        "MIXPEEK_PLAN", "enterprise",
        "ANTEROOM_API_KEYS", "alice:" + TestEnvironment.ALICE,
        "ANTEROOM_SPOOL", servers.folder().resolve("spool").toString());
  }
}
