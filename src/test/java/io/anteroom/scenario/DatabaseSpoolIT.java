package io.anteroom.scenario;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.anteroom.TestEnvironment;
import io.anteroom.sandbox.upstream.settings.SandboxSettings;
import java.io.ByteArrayInputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** Uploads over the bounds of the spool in the database, and after there is space again. */
class DatabaseSpoolIT {

  private static final Duration SOON = Duration.ofSeconds(30);
  private static final int MAX_FILE = 2_000_000;
  private static final int MAX_TOTAL = 3_000_000;

  @Test
  void anUploadOverTheBoundIsRefusedWithTheNumber() throws Exception {
    try (ScenarioServers servers = new ScenarioServers(SandboxSettings.instant(), "pro");
        AnteroomProcess replica =
            AnteroomProcess.start(
                "database-spool",
                servers.environment(
                    "ANTEROOM_SPOOL_KIND",
                    "database",
                    "ANTEROOM_SPOOL_DATABASE_MAX_FILE",
                    Integer.toString(MAX_FILE),
                    "ANTEROOM_SPOOL_DATABASE_MAX_TOTAL",
                    Integer.toString(MAX_TOTAL),
                    "ANTEROOM_CLUSTER_WORK",
                    "false"))) {
      byte[] large = form(MAX_FILE + 1);
      assertRefused(send(replica, chunked(large)), 413, "body-too-large", MAX_FILE);
      Awaitility.await().until(() -> servers.number("select count(*) from spool_file") == 0);
      byte[] fits = form(MAX_FILE);
      // What was refused takes room until its partition is emptied.
      Awaitility.await()
          .atMost(SOON)
          .until(() -> send(replica, BodyPublishers.ofByteArray(fits)).statusCode() == 200);
      assertRefused(send(replica, chunked(fits)), 507, "spool-full", MAX_TOTAL);
      assertRefused(send(replica, BodyPublishers.ofByteArray(fits)), 507, "spool-full", MAX_TOTAL);
      Awaitility.await().until(() -> servers.number("select count(*) from spool_file") == 1);
      servers.execute("delete from spool_file");
      Awaitility.await()
          .atMost(SOON)
          .until(() -> send(replica, BodyPublishers.ofByteArray(fits)).statusCode() == 200);
    }
  }

  private static void assertRefused(
      HttpResponse<String> response, int status, String problem, int number) {
    assertEquals(status, response.statusCode(), response.body());
    assertTrue(response.body().contains("/problems/" + problem), response.body());
    assertTrue(response.body().contains(" %d bytes".formatted(number)), response.body());
  }

  /** Without a Content-Length, so that the file is refused while it comes in. */
  private static BodyPublisher chunked(byte[] body) {
    return BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(body));
  }

  private static HttpResponse<String> send(AnteroomProcess replica, BodyPublisher body)
      throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(replica.url("/index/upload")))
            .header("Authorization", "Bearer " + TestEnvironment.ALICE)
            .header("Content-Type", "multipart/form-data; boundary=b")
            .POST(body)
            .build();
    return HttpClient.newHttpClient().send(request, BodyHandlers.ofString());
  }

  private static byte[] form(int size) {
    String head =
        "--b\r\nContent-Disposition: form-data; name=\"collection_id\"\r\n\r\nfiles\r\n"
            + "--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.txt\"\r\n"
            + "Content-Type: text/plain\r\n\r\n";
    return (head + "x".repeat(size) + "\r\n--b--\r\n").getBytes(StandardCharsets.ISO_8859_1);
  }
}
