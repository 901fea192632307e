package io.anteroom.sandbox.training;

import io.anteroom.sandbox.EmbeddedServers;
import io.anteroom.sandbox.FreePort;
import io.anteroom.sandbox.upstream.SandboxUpstream;
import io.anteroom.sandbox.upstream.settings.SandboxSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/** Makes the AOT cache of the packaged service. */
public final class TrainingRun {

  private static final String CLIENT = "training";
  private static final String CLIENT_KEY = "training-client-key-0123456789abcdef";
  private static final String OPERATOR_KEY = "training-operator-key-0123456789abcd";
  private static final Duration STOP = Duration.ofMinutes(3);

  private TrainingRun() {}

  /**
   * Starts everything, makes calls, stops the service, and returns when its JVM has written the
   * cache. Ends with an exception, and so with a code that is not 0, where a call was answered
   * wrongly or no cache was written.
   *
   * @param args the service's {@code quarkus-run.jar}, the file to write
   */
  public static void main(String[] args) throws IOException, InterruptedException {
    Path jar = Path.of(args[0]).toAbsolutePath();
    Path cache = Path.of(args[1]).toAbsolutePath();
    long began = System.nanoTime();
    try (EmbeddedServers servers = EmbeddedServers.start();
        SandboxUpstream upstream = SandboxUpstream.start(upstreamSettings(servers.folder()))) {
      int port = FreePort.find();
      int managementPort = FreePort.find();
      TrainedService service =
          TrainedService.start(
              jar, cache, environment(servers, upstream, port, managementPort), managementPort);
      try {
        TrainingCalls calls =
            new TrainingCalls(
                "http://127.0.0.1:" + port, upstream.baseUrl(), CLIENT_KEY, OPERATOR_KEY);
        service.checked(calls::run);
        service.stop(STOP);
      } finally {
        service.kill();
      }
    }
    System.out.printf(
        "training: %s has %d MiB, after %d s%n",
        cache, Files.size(cache) >> 20, Duration.ofNanos(System.nanoTime() - began).toSeconds());
    // The servers' libraries leave threads behind.
    System.exit(0);
  }

  private static SandboxSettings upstreamSettings(Path folder) throws IOException {
    Path files = Files.createDirectories(folder.resolve("files"));
    Files.writeString(files.resolve(TrainingCalls.SAMPLE), "A text to index.\n".repeat(200));
    return SandboxSettings.instant()
        .merge(
            "{\"content\": {\"folder\": \"%s\", \"files_folder\": \"%s\"}}"
                .formatted(folder.resolve("upstream"), files));
  }

  private static Map<String, String> environment(
      EmbeddedServers servers, SandboxUpstream upstream, int port, int managementPort) {
    Map<String, String> environment = new HashMap<>();
    environment.put("QUARKUS_HTTP_PORT", Integer.toString(port));
    environment.put("QUARKUS_MANAGEMENT_PORT", Integer.toString(managementPort));
    environment.put("DATABASE_URL", servers.databaseUrl());
    environment.put("DATABASE_USER", servers.databaseUser());
    environment.put("REDIS_URL", servers.redisUrl());
    environment.put("MIXPEEK_BASE_URL", upstream.baseUrl());
    environment.put("MIXPEEK_API_KEY", "sandbox-enterprise-key");
    environment.put("MIXPEEK_PLAN", "enterprise");
    environment.put("ANTEROOM_API_KEYS", CLIENT + ":" + CLIENT_KEY);
    environment.put("ANTEROOM_OPERATOR_KEY", OPERATOR_KEY);
    environment.put("ANTEROOM_CALLBACKS_ALLOW_HTTP", "true");
    environment.put("ANTEROOM_CALLBACKS_ALLOW_LOOPBACK", "true");
    environment.put(
        "ANTEROOM_CALLBACKS_ENCRYPTION_KEY", "dHJhaW5pbmctb25seS1rZXktb2YtMzItYnl0ZXMtLS0=");
    environment.put("ANTEROOM_SEARCH_CACHE_TTL", "5s");
    environment.put("ANTEROOM_SPOOL", servers.folder().resolve("spool").toString());
    environment.put("QUARKUS_LOG_CONSOLE_JSON_ENABLED", "true");
    return environment;
  }
}
