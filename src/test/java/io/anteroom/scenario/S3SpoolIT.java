package io.anteroom.scenario;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.anteroom.S3Server;
import io.anteroom.sandbox.upstream.settings.LatencySettings;
import io.anteroom.sandbox.upstream.settings.SandboxSettings;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A bucket that is not there at the start, and one whose server goes away for some seconds. */
class S3SpoolIT {

  private static final int FILES = 8;
  private static final Duration AWAY = Duration.ofSeconds(3);

  @TempDir Path folder;

  @Test
  void aBucketThatIsNotThereStopsTheStartWithOneLine() throws IOException {
    try (ScenarioServers servers = new ScenarioServers(SandboxSettings.instant(), "pro");
        S3Server s3 = new S3Server(folder)) {
      assertStopped(
          environment(servers, s3, "nowhere"),
          "anteroom.spool.s3.bucket: there is no bucket nowhere");
    }
  }

  /** As EKS sets it. Without keys the SDK would go on to the role of the node, and not say so. */
  @Test
  void aRoleByAWebIdentityTokenStopsTheStartWithOneLine() throws IOException {
    try (ScenarioServers servers = new ScenarioServers(SandboxSettings.instant(), "pro")) {
      assertStopped(
          servers.environment(
              "ANTEROOM_SPOOL_KIND", "s3",
              "ANTEROOM_SPOOL_S3_BUCKET", "uploads",
              "AWS_ROLE_ARN", "arn:aws:iam::123456789012:role/uploads",
              "AWS_WEB_IDENTITY_TOKEN_FILE", "/var/run/secrets/token"),
          "anteroom.spool.s3.access-key: must be set, since a role by a web identity token (IRSA,"
              + " AWS_WEB_IDENTITY_TOKEN_FILE) is not supported");
    }
  }

  private static void assertStopped(Map<String, String> environment, String line) {
    AnteroomProcess replica = AnteroomProcess.launch("s3-wrong", environment);
    assertNotEquals(0, replica.awaitExit(Duration.ofSeconds(60)));
    assertEquals(1, replica.log().lines().filter(line::equals).count(), replica.log());
    assertFalse(replica.log().contains("\tat "), replica.log());
  }

  /** Uploads get 503 meanwhile, and what was accepted is submitted once, after that. */
  @Test
  void aServerThatGoesAwayLosesNothing() throws Exception {
    SandboxSettings slow =
        SandboxSettings.instant().withLatency("index.upload", LatencySettings.jitter(300, 600));
    try (ScenarioServers servers = new ScenarioServers(slow, "enterprise");
        S3Server s3 = new S3Server(folder)) {
      s3.bucket("uploads");
      Map<String, String> environment = environment(servers, s3, "uploads");
      environment.put("ANTEROOM_QUOTA_MAX_IN_FLIGHT", "2");
      environment.put("QUARKUS_LOG_CATEGORY__SOFTWARE_AMAZON_AWSSDK_REQUEST__LEVEL", "DEBUG");
      try (AnteroomProcess replica = AnteroomProcess.start("s3-away", environment)) {
        Path file = Files.writeString(folder.resolve("a.txt"), "a text\n".repeat(100_000));
        List<String> tasks = new ArrayList<>();
        for (int i = 0; i < FILES; i++) {
          tasks.add(accept(replica, file));
        }
        s3.stop();
        long since = System.nanoTime();
        awaitHealth(replica, "DOWN");
        assertTrue(
            assertThrows(IllegalStateException.class, () -> accept(replica, file))
                .getMessage()
                .contains("/problems/spool-unavailable"));
        Awaitility.await()
            .atMost(AWAY.plusSeconds(5))
            .until(() -> System.nanoTime() - since > AWAY.toNanos());
        s3.start();
        awaitHealth(replica, "UP");
        tasks.add(accept(replica, file));
        ScenarioRequests.awaitAll(replica, "status", "DONE", tasks);
        assertEquals(tasks.size(), servers.upstream().counters().tasksCreated());
        assertTrue(replica.log().contains("httpMethod=PUT"), "requests are logged");
        assertFalse(replica.log().contains(S3Server.SECRET_KEY));
      }
    }
  }

  private static Map<String, String> environment(
      ScenarioServers servers, S3Server s3, String bucket) {
    Map<String, String> environment = servers.environment("ANTEROOM_SPOOL_KIND", "s3");
    environment.putAll(s3.environment(bucket));
    return environment;
  }

  private static String accept(AnteroomProcess replica, Path file) {
    return ScenarioRequests.upload(replica, "/index/upload", file, "text/plain")
        .path("task_id")
        .asText();
  }

  private static void awaitHealth(AnteroomProcess replica, String status) {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(replica.managementUrl("/q/health/well"))).build();
    Awaitility.await()
        .atMost(Duration.ofMinutes(1))
        .until(
            () ->
                new ObjectMapper()
                    .readTree(
                        HttpClient.newHttpClient().send(request, BodyHandlers.ofString()).body())
                    .path("status")
                    .asText()
                    .equals(status));
  }
}
