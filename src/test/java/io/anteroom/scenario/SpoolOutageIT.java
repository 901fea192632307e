package io.anteroom.scenario;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
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
import java.util.Comparator;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The directory of the spool disappears under waiting and running uploads, leaves an empty mount
 * point, and comes back. Every upload is submitted once, and only a lost file ends its task.
 */
class SpoolOutageIT {

  private static final int FILES = 12;
  private static final int LINES = 100_000;

  @TempDir Path folder;

  @Test
  void shortly() throws Exception {
    outage(Duration.ofSeconds(3), FILES);
  }

  @Test
  @Tag("scenarios")
  void forEightSeconds() throws Exception {
    outage(Duration.ofSeconds(8), 30);
  }

  private void outage(Duration away, int files) throws Exception {
    SandboxSettings slow =
        SandboxSettings.instant().withLatency("index.upload", LatencySettings.jitter(600, 1200));
    try (ScenarioServers servers = new ScenarioServers(slow, "enterprise")) {
      Path spool = Path.of(servers.environment().get("ANTEROOM_SPOOL"));
      try (AnteroomProcess replica =
          AnteroomProcess.start(
              "spool",
              servers.environment(
                  "ANTEROOM_QUOTA_MAX_IN_FLIGHT", "3", "ANTEROOM_SPOOL_MIN_FREE", "1000"))) {
        Path file = Files.writeString(folder.resolve("a.txt"), "a text\n".repeat(LINES));
        List<String> tasks = new ArrayList<>();
        for (int i = 0; i < files; i++) {
          tasks.add(accept(replica, file));
        }
        Path hidden = spool.resolveSibling(spool.getFileName() + "-away");
        Files.move(spool, hidden);
        Files.createDirectory(spool);
        long since = System.nanoTime();
        String lost = lastQueued(replica, tasks);
        Files.delete(hidden.resolve(lost));
        refusesUploadsOnly(replica, file);
        Awaitility.await()
            .atMost(away.plusSeconds(5))
            .until(() -> System.nanoTime() - since > away.toNanos());
        empty(spool);
        Files.move(hidden, spool);
        ScenarioRequests.awaitAll(replica, "phase", "ended", tasks);
        List<String> kept = tasks.stream().filter(task -> !task.equals(lost)).toList();
        tell(replica, kept, lost, away, servers);
      }
    }
  }

  /** One whose file nobody has open: on a busy machine the last one may be submitted already. */
  private static String lastQueued(AnteroomProcess replica, List<String> tasks) {
    return tasks.stream()
        .filter(
            task ->
                ScenarioRequests.get(replica, "/tasks/" + task)
                    .path("phase")
                    .asText()
                    .equals("queued"))
        .reduce((first, second) -> second)
        .orElseThrow(() -> new AssertionError("none is queued any more"));
  }

  /** The first responses may come before the outage is noticed; no 5xx lacks Retry-After. */
  private static void refusesUploadsOnly(AnteroomProcess replica, Path file) throws Exception {
    Awaitility.await()
        .atMost(Duration.ofMinutes(1))
        .until(() -> "DOWN".equals(health(replica, "well").path("status").asText()));
    IllegalStateException refusal = null;
    try {
      accept(replica, file);
    } catch (IllegalStateException e) {
      refusal = e;
    }
    assertTrue(
        refusal != null && refusal.getMessage().contains("/problems/spool-unavailable"),
        String.valueOf(refusal));
    assertEquals("UP", health(replica, "ready").path("status").asText());
    assertEquals(1, Metrics.read(replica, "anteroom_spool_unavailable"));
    String text = "{\"text\": \"a text\", \"collection_id\": \"texts\"}";
    JsonNode ended = ScenarioRequests.postJson(replica, "/index-and-wait", text);
    assertEquals("DONE", ended.path("status").asText(), ended.toString());
  }

  private static void tell(
      AnteroomProcess replica,
      List<String> kept,
      String lost,
      Duration away,
      ScenarioServers servers) {
    for (String task : kept) {
      JsonNode view = ScenarioRequests.get(replica, "/tasks/" + task);
      assertEquals("DONE", view.path("status").asText(), view.toString());
    }
    assertEquals("FAILED", ScenarioRequests.get(replica, "/tasks/" + lost).path("status").asText());
    int created = servers.upstream().counters().tasksCreated();
    long lines =
        replica.log().lines().filter(l -> l.contains("WARN") || l.contains("ERROR")).count();
    System.out.printf(
        "spool away for %d s: %d of %d uploads done, %d submitted (and a text), %d warnings%n",
        away.toSeconds(), kept.size(), kept.size(), created - 1, lines);
    assertEquals(kept.size() + 1, created, "none is submitted twice");
    assertTrue(lines < 12, replica.log());
  }

  private static void empty(Path directory) throws IOException {
    try (var files = Files.walk(directory)) {
      for (Path path : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    }
  }

  private static String accept(AnteroomProcess replica, Path file) {
    return ScenarioRequests.upload(replica, "/index/upload", file, "text/plain")
        .path("task_id")
        .asText();
  }

  private static JsonNode health(AnteroomProcess replica, String kind) throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(replica.managementUrl("/q/health/" + kind))).build();
    return new ObjectMapper()
        .readTree(HttpClient.newHttpClient().send(request, BodyHandlers.ofString()).body());
  }
}
