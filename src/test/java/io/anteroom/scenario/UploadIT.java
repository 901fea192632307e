package io.anteroom.scenario;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.anteroom.sandbox.upstream.settings.SandboxSettings;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A large upload is streamed to the spool with a heap far smaller than the file, survives a kill -9
 * before it is submitted, and is then submitted whole.
 */
class UploadIT {

  private static final long MIB = 1024 * 1024;
  private static final String HEAP = "-Xmx128m";

  @TempDir Path folder;

  @Test
  void threeHundredMebibytes() throws IOException {
    surviveAKill(300 * MIB);
  }

  @Test
  @Tag("scenarios")
  void twoGibibytes() throws IOException {
    surviveAKill(2048 * MIB - 1);
  }

  private void surviveAKill(long size) throws IOException {
    Path file = folder.resolve("large.txt");
    String sha256 = write(file, size);
    try (ScenarioServers servers = new ScenarioServers(SandboxSettings.instant(), "pro")) {
      String task = acceptAndDie(servers, file, size, sha256);
      try (AnteroomProcess second =
          AnteroomProcess.start("upload-2", servers.environment(), HEAP)) {
        Awaitility.await()
            .atMost(Duration.ofMinutes(3))
            .pollInterval(Duration.ofMillis(500))
            .until(
                () ->
                    ScenarioRequests.get(second, "/tasks/" + task)
                        .path("phase")
                        .asText()
                        .equals("ended"));
        JsonNode ended = ScenarioRequests.get(second, "/tasks/" + task);
        assertEquals("DONE", ended.path("status").asText(), ended.toString());
        System.out.printf(
            "upload of %d MiB: heap bound %s, peak RSS %d MiB while submitting%n",
            size / MIB, HEAP, second.peakRssKib() / 1024);
        assertEquals(1, servers.upstream().counters().tasksCreated());
      }
    }
  }

  /** Accepts without background work, so that the file is not submitted before the kill. */
  private static String acceptAndDie(ScenarioServers servers, Path file, long size, String sha256) {
    AnteroomProcess first =
        AnteroomProcess.start(
            "upload-1", servers.environment("ANTEROOM_CLUSTER_WORK", "false"), HEAP);
    try {
      JsonNode accepted = ScenarioRequests.upload(first, "/index/upload", file, "text/plain");
      assertEquals(size, accepted.path("file").path("size").asLong());
      assertEquals(sha256, accepted.path("file").path("sha256").asText());
      assertTrue(first.peakRssKib() > 0);
      System.out.printf(
          "upload of %d MiB: heap bound %s, peak RSS %d MiB while receiving%n",
          size / MIB, HEAP, first.peakRssKib() / 1024);
      return accepted.path("task_id").asText();
    } finally {
      first.kill();
    }
  }

  private static String write(Path file, long size) throws IOException {
    byte[] line = "a line of text that is there many times\n".getBytes(StandardCharsets.UTF_8);
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      try (OutputStream out =
          new BufferedOutputStream(
              new DigestOutputStream(Files.newOutputStream(file), digest), (int) MIB)) {
        for (long left = size; left > 0; left -= line.length) {
          out.write(line, 0, (int) Math.min(line.length, left));
        }
      }
      return HexFormat.of().formatHex(digest.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
