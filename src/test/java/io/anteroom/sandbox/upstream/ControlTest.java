package io.anteroom.sandbox.upstream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.ConnectException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What tests in other processes use; it needs no key. */
class ControlTest extends RunningSandbox {
  private final TestCaller control = new TestCaller(sandbox, null);

  @Test
  void showsTheCountersAndResetsThem() throws IOException {
    caller.indexText("words", "t.1");
    TestReply counters = control.get("/_sandbox/counters?reset=true");
    assertEquals(1, counters.body().path("tasks_by_marker").path("t.1").asInt());
    assertEquals(1, counters.body().path("distinct_task_ids").asInt());
    assertEquals("index.text", counters.text("/seconds/0/endpoint_class"));
    assertEquals(1, counters.body().at("/endpoints/index.text/outcomes/200").asInt());
    assertEquals(0, control.get("/_sandbox/counters").body().path("calls").asInt());
  }

  @Test
  void changesSettingsAtOnce() throws IOException {
    String patch = "{\"faults\":{\"assets.list\":{\"forced_status\":503}}}";
    TestReply changed = control.patch("/_sandbox/settings", patch);
    assertEquals(503, changed.body().at("/faults/assets.list/forced_status").asInt());
    assertEquals(503, caller.post("/assets", "{}").status());
    control.patch("/_sandbox/settings", "{\"faults\":{\"assets.list\":null}}");
    assertEquals(200, caller.post("/assets", "{}").status());
    assertEquals(60_000, control.get("/_sandbox/settings").body().at("/limits/window_ms").asInt());
  }

  /** What its scripts load is checked by the policy: the page's own addresses and nothing else. */
  @Test
  void hasAPageForPeopleThatLoadsNothingFromElsewhere() throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(sandbox.baseUrl() + "/_sandbox")).build();
    HttpResponse<String> page =
        HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
    assertEquals(200, page.statusCode());
    assertEquals(
        "text/html; charset=utf-8", page.headers().firstValue("Content-Type").orElseThrow());
    String policy = page.headers().firstValue("Content-Security-Policy").orElseThrow();
    assertTrue(policy.startsWith("default-src 'none'"), policy);
    assertTrue(page.body().contains("\"*\", \"index.url\", \"index.text\""), page.body());
    assertFalse(page.body().contains("//"), "an address of elsewhere");
  }

  @Test
  void refusesWrongSettingsAndKeepsTheOldOnes() throws IOException {
    TestReply testReply = control.patch("/_sandbox/settings", "{\"limits\":{\"window_ms\":0}}");
    assertEquals(400, testReply.status());
    assertEquals("limits.window_ms must be at least 1, not 0", testReply.reason());
    assertEquals(60_000, sandbox.settings().limits().windowMs());
  }

  @Test
  void listsCompletionsAndDeletesAllData() throws IOException {
    String taskId = caller.indexText("words", "t.1");
    caller.ended(taskId);
    TestReply completions = control.get("/_sandbox/completions");
    assertEquals(taskId, completions.text("/completions/0/task_id"));
    assertEquals("DONE", completions.text("/completions/0/status"));
    assertEquals(200, control.send("POST", "/_sandbox/reset", noBody(), null).status());
    assertEquals(404, caller.get("/tasks/" + taskId).status());
  }

  @Test
  void countsTheCallsOfAccountsAnew() throws IOException {
    set("{\"limits\":{\"plans\":{\"free\":{\"default\":1}}}}");
    TestCaller free = new TestCaller(sandbox, TestCaller.FREE);
    assertEquals(200, free.post("/assets", "{}").status());
    assertEquals(429, free.post("/assets", "{}").status());
    assertEquals(200, control.send("POST", "/_sandbox/limits/reset", noBody(), null).status());
    assertEquals(200, free.post("/assets", "{}").status());
  }

  private static BodyPublisher noBody() {
    return BodyPublishers.noBody();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "../secret.txt",
        "..%2fsecret.txt",
        "%2e%2e/secret.txt",
        "%2e%2e%2fsecret.txt",
        "..%5csecret.txt",
        "a/../../secret.txt",
        "link.txt",
        "%00",
        "",
        "."
      })
  void servesNothingOutsideOfTheSamples(String name, @TempDir Path folder) throws IOException {
    Files.writeString(folder.resolve("secret.txt"), "the secret");
    Path samples = Files.createDirectory(folder.resolve("samples"));
    Files.createSymbolicLink(samples.resolve("link.txt"), folder.resolve("secret.txt"));
    Files.writeString(samples.resolve("open.txt"), "open to all");
    set("{\"content\":{\"files_folder\":\"%s\"}}".formatted(samples));
    assertEquals(true, raw("open.txt").contains("open to all"));
    String answer = raw(name);
    assertFalse(answer.startsWith("HTTP/1.1 200"), answer);
    assertFalse(answer.contains("the secret"), answer);
  }

  @Test
  void servesNothingWhereThereAreNoSamples() throws IOException {
    assertEquals(404, control.get("/_sandbox/files/pom.xml").status());
  }

  /** By hand, since an HTTP client would tidy the path up first. */
  private String raw(String name) throws IOException {
    try (Socket socket = new Socket("127.0.0.1", sandbox.port())) {
      String request =
          "GET /_sandbox/files/%s HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n".formatted(name);
      socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  /** Each address of 127.0.0.0/8 is this machine's, and only one of them is listened on. */
  @ParameterizedTest
  @ValueSource(strings = {"127.0.0.2", "127.1.1.1"})
  void noOtherAddressIsListenedOn(String address) {
    assertThrows(ConnectException.class, () -> new Socket(address, sandbox.port()).close());
  }
}
