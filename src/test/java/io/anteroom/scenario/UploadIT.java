package io.anteroom.scenario;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.anteroom.S3Server;
import io.anteroom.async.Sha256;
import io.anteroom.sandbox.EmbeddedServers;
import io.anteroom.sandbox.upstream.settings.SandboxSettings;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A large upload is streamed to the spool with a heap far smaller than the file, survives a kill -9
 * of the replica and a crash of PostgreSQL before it is submitted, and is then submitted whole.
 */
class UploadIT {

  private static final long MIB = 1024 * 1024;
  private static final String BUCKET = "uploads";
  private static final String HEAP = "-Xmx128m";

  /** They crash, and so other classes do not share them. */
  @AutoClose private static final EmbeddedServers SERVERS = ScenarioServers.durable();

  @TempDir Path folder;

  /** The bounds of the database are raised where the file is larger than it takes by default. */
  @ParameterizedTest
  @CsvSource({"disk, 160", "database, 100", "s3, 100"})
  void aLargeFile(String kind, int mebibytes) throws IOException {
    surviveAKill(kind, mebibytes * MIB);
  }

  @ParameterizedTest
  @Tag("scenarios")
  @ValueSource(strings = {"disk", "database", "s3"})
  void twoGibibytes(String kind) throws IOException {
    surviveAKill(kind, 2048 * MIB - 1);
  }

  private void surviveAKill(String kind, long size) throws IOException {
    Path file = folder.resolve("large.txt");
    String sha256 = write(file, size);
    try (ScenarioServers servers = ScenarioServers.on(SERVERS, SandboxSettings.instant(), "pro");
        S3Server bucket = kind.equals("s3") ? new S3Server(folder.resolve("s3")) : null) {
      Map<String, String> environment = environment(servers, kind, bucket);
      String task = acceptAndDie(servers, kind, environment, file, size, sha256);
      servers.servers().postgres().crash();
      servers.servers().postgres().startAgain();
      try (AnteroomProcess second =
          AnteroomProcess.start("upload-2", another(environment, kind), HEAP)) {
        long began = System.nanoTime();
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
            "%s: upload of %d MiB: heap bound %s, done in %d ms, peak RSS %d MiB while submitting%n",
            kind, size / MIB, HEAP, millisSince(began), second.peakRssKib() / 1024);
        assertEquals(1, servers.upstream().counters().tasksCreated());
        awaitEmpty(servers, bucket);
      }
    }
  }

  /** Accepts without background work, so that the file is not submitted before the kill. */
  private static String acceptAndDie(
      ScenarioServers servers,
      String kind,
      Map<String, String> environment,
      Path file,
      long size,
      String sha256) {
    Map<String, String> withoutWork = new HashMap<>(environment);
    withoutWork.put("ANTEROOM_CLUSTER_WORK", "false");
    AnteroomProcess first = AnteroomProcess.start("upload-1", withoutWork, HEAP);
    try {
      int logBefore = logKib(servers);
      long began = System.nanoTime();
      JsonNode accepted = ScenarioRequests.upload(first, "/index/upload", file, "text/plain");
      long millis = millisSince(began);
      assertEquals(size, accepted.path("file").path("size").asLong());
      assertEquals(sha256, accepted.path("file").path("sha256").asText());
      assertTrue(first.peakRssKib() > 0);
      System.out.printf(
          "%s: upload of %d MiB: heap bound %s, received in %d ms, %d bytes of WAL for a MiB,"
              + " peak RSS %d MiB while receiving%n",
          kind,
          size / MIB,
          HEAP,
          millis,
          (logKib(servers) - logBefore) * 1024L / (size / MIB),
          first.peakRssKib() / 1024);
      return accepted.path("task_id").asText();
    } finally {
      first.kill();
    }
  }

  private static Map<String, String> environment(
      ScenarioServers servers, String kind, S3Server bucket) throws IOException {
    Map<String, String> environment =
        servers.environment(
            "ANTEROOM_SPOOL_KIND",
            kind,
            "ANTEROOM_SPOOL_DATABASE_MAX_FILE",
            Long.toString(2048 * MIB));
    if (bucket != null) {
      bucket.bucket(BUCKET);
      environment.putAll(bucket.environment(BUCKET));
    }
    return environment;
  }

  /** The environment of a second replica: only a spool on disk is the same directory. */
  private static Map<String, String> another(Map<String, String> environment, String kind) {
    Map<String, String> another = new HashMap<>(environment);
    another.computeIfPresent(
        "ANTEROOM_SPOOL", (key, shared) -> kind.equals("disk") ? shared : shared + "-2");
    return another;
  }

  /** Nothing of a file that is upstream stays in the spool. */
  private static void awaitEmpty(ScenarioServers servers, S3Server bucket) {
    Path spool = Path.of(servers.environment().get("ANTEROOM_SPOOL"));
    Awaitility.await()
        .atMost(Duration.ofSeconds(30))
        .untilAsserted(
            () -> {
              assertEquals(List.of(), files(spool));
              assertEquals(0, servers.number("select count(*) from spool_chunk"));
              if (bucket != null) {
                assertEquals(List.of("anteroom/.anteroom-spool"), kept(bucket));
              }
            });
  }

  /** Without what the killed process had copied and not removed: the sweep does it later. */
  private static List<String> kept(S3Server bucket) {
    return bucket.keys(BUCKET).stream()
        .filter(key -> !key.startsWith("anteroom/incoming/"))
        .toList();
  }

  private static List<Path> files(Path spool) throws IOException {
    try (Stream<Path> files = Files.walk(spool)) {
      return files
          .filter(Files::isRegularFile)
          .filter(path -> !path.endsWith(".anteroom-spool"))
          .toList();
    }
  }

  private static int logKib(ScenarioServers servers) {
    return servers.number("select (pg_current_wal_insert_lsn() - '0/0'::pg_lsn) / 1024");
  }

  private static long millisSince(long began) {
    return Duration.ofNanos(System.nanoTime() - began).toMillis();
  }

  private static String write(Path file, long size) throws IOException {
    byte[] line = "a line of text that is there many times\n".getBytes(StandardCharsets.UTF_8);
    MessageDigest digest = Sha256.digest();
    try (OutputStream out =
        new BufferedOutputStream(
            new DigestOutputStream(Files.newOutputStream(file), digest), (int) MIB)) {
      for (long left = size; left > 0; left -= line.length) {
        out.write(line, 0, (int) Math.min(line.length, left));
      }
    }
    return HexFormat.of().formatHex(digest.digest());
  }
}
