package io.anteroom.scenario;

import static io.anteroom.scenario.TestResponses.plain;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.anteroom.EventStreamReader;
import io.anteroom.TestEnvironment;
import io.anteroom.async.json.JsonLimits;
import io.anteroom.callback.CallbackReceiver;
import io.anteroom.sandbox.upstream.settings.SandboxSettings;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/**
 * Values pass through a replica unchanged by every call, and an unreadable response of the upstream
 * is an outage for every call.
 */
class PassThroughIT {

  private static final ObjectMapper JSON = new ObjectMapper();

  private static final String SECRET = "whsec_YSBzZWNyZXQgb2YgdGhlIHNjZW5hcmlvIG9mIGNhbGxiYWNrcw==";

  /** Without the braces around it. */
  private static final String HARD =
      "\"n\":[0.1234567890123456789012345,1.0,100.0,1e400,-1E+400,-0,-0.0,1E5,1e-400,"
          + "123456789012345678901234567890,9007199254740993,0.30000000000000004,2.50],"
          + "\"t\":\"ä ß İ ſ \u2028 \ufffd \ud83d\ude80 e\u0301 é \u202e \ufeff \\\" \\\\ \\n\",\"\":null,"
          + "\"z\":{\"ключ\":{},\"\ud83d\ude80\":[[],true]},\"a\":\"~\"";

  private static final String NAME = "Größe-日本-\ud83d\ude80-e\u0301";

  @Test
  void valuesPassThroughUnchanged() throws Exception {
    try (ScenarioServers servers = new ScenarioServers(SandboxSettings.instant(), "enterprise");
        CallbackReceiver receiver = new CallbackReceiver();
        AnteroomProcess replica = AnteroomProcess.start("passing", environment(servers))) {
      JsonNode text = asText(replica, receiver);
      asUpload(replica);
      inABatch(replica);
      inSearches(replica, servers);
      wordsOfTheUpstream(replica, receiver);
      nestedDeep(replica);
      unreadable(replica, servers, text.path("asset_id").asText());
      System.out.printf(
          "passing: %d bytes of hard metadata, unchanged by every way%n", HARD.length());
    }
  }

  private static JsonNode asText(AnteroomProcess replica, CallbackReceiver receiver)
      throws Exception {
    String body =
        "{\"text\":\"quagga\",\"collection_id\":\"%1$s\",\"reference\":\"%1$s\",\"unknown\":1.0,"
                .formatted(NAME)
            + "\"nothing\":null,\"callback_url\":\"%s\",\"metadata\":{%s}}"
                .formatted(receiver.url("/in"), HARD);
    JsonNode task = JSON.readTree(good(plain(replica, "POST", "/index-and-wait", body)));
    assertEquals("DONE", task.path("status").asText());
    String id = task.path("task_id").asText();
    JsonNode shown = JSON.readTree(good(plain(replica, "GET", "/tasks/" + id, null)));
    assertEquals(NAME, shown.path("collection_id").asText());
    assertEquals(NAME, shown.path("reference").asText());
    String list =
        good(plain(replica, "POST", "/assets", "{\"collections\":[\"%s\"]}".formatted(NAME)));
    assertTrue(list.contains("\"metadata\":{" + HARD + "}"), list);
    String asset = good(plain(replica, "GET", "/assets/" + task.path("asset_id").asText(), null));
    assertTrue(asset.contains("\"metadata\":{" + HARD + "}"), asset);
    assertEquals(shown, JSON.readTree(told(receiver, id)).path("data"));
    return task;
  }

  private static void asUpload(AnteroomProcess replica) throws Exception {
    String form =
        part("collection_id", "", NAME)
            + part("metadata", "", "{" + HARD.replace("\ufffd", "\\ufffd") + "}")
            + part("file", "; filename=\"" + NAME + ".txt\"", "a thylacine")
            + "--b--\r\n";
    String answer = good(TestResponses.form(replica, "/index-and-wait", form));
    JsonNode task = JSON.readTree(answer);
    assertEquals(NAME + ".txt", task.path("file").path("name").asText());
    String asset = good(plain(replica, "GET", "/assets/" + task.path("asset_id").asText(), null));
    assertTrue(asset.contains("\"metadata\":{" + HARD + "}"), asset);
  }

  private static void inABatch(AnteroomProcess replica) throws Exception {
    String item =
        "{\"text\":\"dodo\",\"collection_id\":\"batch\",\"metadata\":{%s}}".formatted(HARD);
    good(plain(replica, "POST", "/index/batch", "{\"items\":[%s,%s]}".formatted(item, item)));
    Awaitility.await()
        .atMost(Duration.ofMinutes(1))
        .untilAsserted(
            () -> {
              String list =
                  good(plain(replica, "POST", "/assets", "{\"collections\":[\"batch\"]}"));
              assertEquals(
                  3, list.split(java.util.regex.Pattern.quote("{" + HARD + "}"), -1).length);
            });
  }

  private static void inSearches(AnteroomProcess replica, ScenarioServers servers)
      throws Exception {
    String found = good(plain(replica, "POST", "/search/text", "{\"query\":\"quagga\"}"));
    assertTrue(found.contains("\"metadata\":{" + HARD + "}"), found);
    String answer =
        "{\"results\":[{\"score\":0.30000000000000004,\"scores\":[1.50,1e-7,100.0],\"x\":{%s}}]}"
            .formatted(HARD);
    servers
        .control()
        .answer("search.text", 200, "application/json", answer.getBytes(StandardCharsets.UTF_8));
    assertEquals(answer, good(plain(replica, "POST", "/search/text", "{\"query\":\"as it is\"}")));
    HttpResponse<String> cached =
        Awaitility.await() // it is kept while the client reads its response
            .until(
                () -> plain(replica, "POST", "/search/text", "{\"query\":\"as it is\"}"),
                now -> now.headers().firstValue("Cache-Status").orElse("").contains("hit"));
    assertEquals(answer, cached.body());
    servers.control().answer("search.text", 200, "application/json", "{\"a\":1.0}".getBytes());
    for (int i = 0; i < 2; i++) {
      HttpResponse<String> noList =
          plain(replica, "POST", "/search/text", "{\"query\":\"no list\"}");
      assertEquals("{\"a\":1.0}", good(noList));
      assertEquals(
          "anteroom; fwd=miss", noList.headers().firstValue("Cache-Status").orElse("none"));
    }
    servers.control().heal("search.text");
  }

  /** Errors of the upstream that quote the request go to events and callbacks too. */
  private static void wordsOfTheUpstream(AnteroomProcess replica, CallbackReceiver receiver)
      throws Exception {
    String url = "https://x.example/" + NAME + "|a b/[1]%zz";
    String body =
        "{\"url\":\"%s\",\"collection_id\":\"c\",\"callback_url\":\"%s\"}"
            .formatted(url, receiver.url("/in"));
    JsonNode task = JSON.readTree(good(plain(replica, "POST", "/index-and-wait", body)));
    String error = task.path("error").asText();
    assertTrue(error.contains(url), error);
    String id = task.path("task_id").asText();
    try (EventStreamReader events =
        EventStreamReader.open(
            replica.url("/tasks/" + id + "/events"), TestEnvironment.ALICE, null)) {
      Awaitility.await().until(events::hasEnded);
      assertEquals(
          error, events.events().get(events.events().size() - 1).data().path("error").asText());
    }
    assertEquals(error, JSON.readTree(told(receiver, id)).path("data").path("error").asText());
  }

  private static void nestedDeep(AnteroomProcess replica) throws Exception {
    String body = "{\"text\":\"deep\",\"collection_id\":\"deep\",\"metadata\":%s}";
    int max = JsonLimits.MAX_DEPTH_OF_CLIENT - 1;
    good(plain(replica, "POST", "/index-and-wait", body.formatted(nested(max))));
    String list = good(plain(replica, "POST", "/assets", "{\"collections\":[\"deep\"]}"));
    assertTrue(list.contains("\"metadata\":" + nested(max)), list);
    HttpResponse<String> deeper =
        plain(replica, "POST", "/index-and-wait", body.formatted(nested(max + 1)));
    assertEquals(400, deeper.statusCode());
    assertEquals("metadata", JSON.readTree(deeper.body()).path("field").asText());
  }

  private static void unreadable(AnteroomProcess replica, ScenarioServers servers, String asset)
      throws Exception {
    byte[] page = "<html>we will be back</html>".getBytes(StandardCharsets.UTF_8);
    for (String endpoint : new String[] {"search.text", "assets.delete"}) {
      servers.control().answer(endpoint, 200, "text/html", page);
    }
    unreadable(plain(replica, "DELETE", "/assets/" + asset, null));
    for (int i = 0; i < 12; i++) {
      HttpResponse<String> answer =
          plain(replica, "POST", "/search/text", "{\"query\":\"%d\"}".formatted(i));
      assertEquals(502, answer.statusCode(), answer.body());
    }
    int calls = calls(servers);
    assertTrue(calls < 3 * 12, "the breaker opened: " + calls);
    servers.control().heal("search.text");
    servers.control().heal("assets.delete");
    Awaitility.await()
        .atMost(Duration.ofMinutes(1))
        .until(
            () -> plain(replica, "POST", "/search/text", "{\"query\":\"0\"}").statusCode() == 200);
    assertTrue(
        good(plain(replica, "POST", "/search/text", "{\"query\":\"0\"}"))
            .startsWith("{\"results\":["));
    good(plain(replica, "GET", "/assets/" + asset, null));
    assertEquals(1, replica.log().lines().filter(l -> l.contains("counts as an outage")).count());
    assertFalse(replica.log().contains("\tat io."), replica.log());
  }

  private static void unreadable(HttpResponse<String> answer) throws IOException {
    assertEquals(502, answer.statusCode(), answer.body());
    assertEquals(
        "/problems/upstream-unreadable", JSON.readTree(answer.body()).path("type").asText());
  }

  private static int calls(ScenarioServers servers) {
    return servers.control().counters().at("/endpoints/search.text/outcomes/200").asInt();
  }

  private static String told(CallbackReceiver receiver, String task) {
    Awaitility.await()
        .atMost(Duration.ofMinutes(1))
        .until(() -> receiver.received().stream().anyMatch(r -> r.id().equals("msg_" + task)));
    return receiver.received().stream()
        .filter(r -> r.id().equals("msg_" + task))
        .findFirst()
        .orElseThrow()
        .body();
  }

  private static String nested(int levels) {
    return "{\"a\":".repeat(levels - 1) + "{}" + "}".repeat(levels - 1);
  }

  private static String part(String name, String more, String value) {
    return "--b\r\nContent-Disposition: form-data; name=\"%s\"%s\r\n\r\n%s\r\n"
        .formatted(name, more, value);
  }

  private static String good(HttpResponse<String> answer) {
    assertEquals(2, answer.statusCode() / 100, answer::body);
    return answer.body();
  }

  private static Map<String, String> environment(ScenarioServers servers) {
    return servers.environment(
        "ANTEROOM_CLIENTS_ALICE_CALLBACK_SECRET", SECRET,
        "ANTEROOM_CALLBACKS_ALLOW_HTTP", "true",
        "ANTEROOM_CALLBACKS_ALLOW_LOOPBACK", "true",
        "ANTEROOM_SEARCH_CACHE_TTL", "30s",
        "ANTEROOM_UPSTREAM_BREAKER_DELAY", "1s",
        "ANTEROOM_POLL_FIRST_AFTER", "20ms");
  }
}
