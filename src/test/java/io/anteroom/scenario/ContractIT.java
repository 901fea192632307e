package io.anteroom.scenario;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.anteroom.TestEnvironment;
import io.anteroom.callback.CallbackReceiver;
import io.anteroom.contract.ContractExchange;
import io.anteroom.contract.ContractRequest;
import io.anteroom.contract.ContractResponse;
import io.anteroom.contract.DocumentedCodes;
import io.anteroom.contract.OpenApiDocument;
import io.anteroom.sandbox.upstream.settings.SandboxSettings;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/**
 * The OpenAPI document is true: every code of every call is provoked, every response is valid by
 * the document, and the service serves the document unchanged.
 */
class ContractIT {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration SOON = Duration.ofSeconds(20);
  private static final int OVER_JSON = 200_000;
  private static final int OVER_FORM = 6_000_000;
  private static final int OVER_SPOOL = 3_000_000;
  private static final String NO_COLLECTION = "{\"items\": [{\"text\": \"x\"}]}";

  /** Fields that occur only when the store fails between an accept and its response. */
  private static final List<String> UNREAD =
      List.of(
          "POST /index/url Retry-After",
          "POST /index/text Retry-After",
          "POST /index/upload Retry-After");

  private static final List<String> PASSED =
      List.of(
          "POST /search/text",
          "POST /search/url",
          "POST /search/upload",
          "POST /assets",
          "GET /assets/{id}",
          "DELETE /assets/{id}",
          "GET /assets/{id}/features");

  private static final List<String> ENDPOINTS =
      List.of(
          "search.text",
          "search.url",
          "search.upload",
          "assets.list",
          "assets.get",
          "assets.delete",
          "assets.features");

  /** The key of carol, whose account no other client uses. */
  private static final String CAROL = "carol-key-0123456789abcdef0123456789";

  private static final String CAROLS_DIGEST =
      "d1d221a709b101c8112ae976c1f6e3bd8ca5a83119846d284587c4168bc5f419";

  private final OpenApiDocument document = OpenApiDocument.written();

  @Test
  void everyDocumentedCodeIsProvokedAndNoOther() throws IOException {
    try (ScenarioServers servers = new ScenarioServers(SandboxSettings.instant(), "enterprise");
        CallbackReceiver callbackReceiver = new CallbackReceiver();
        AnteroomProcess replica = AnteroomProcess.start("contract", environment(servers))) {
      DocumentedCodes calls =
          new DocumentedCodes(
              document,
              URI.create(replica.url("/")),
              new DocumentedCodes.Keys(
                  TestEnvironment.ALICE, TestEnvironment.OPERATOR, TestEnvironment.TICK));
      served(replica);
      calls.provokeByHeaders();
      calls.provokeByBody(OVER_JSON, OVER_FORM);
      calls.provokeUnknownIds();
      calls.provokeReusedKeys();
      secrets(calls);
      problems(calls);
      everywhere(calls);
      lists(calls);
      index(calls);
      tasks(calls, servers);
      events(calls);
      callbacks(calls, callbackReceiver);
      batches(calls, callbackReceiver);
      forbidden(calls);
      refusals(calls, servers);
      searches(calls, servers);
      cached(calls);
      assets(calls, servers);
      features(calls, servers);
      paused(calls);
      ticks(calls);
      exhausted(calls, servers);
      broken(calls, servers);
      servers.servers().postgres().crash();
      calls.provokeOutage();
      servers.servers().postgres().startAgain();
      System.out.printf("contract:%n%s", calls.table());
      assertEquals("", String.join("\n", calls.violations()));
      assertEquals(List.of(), calls.missing(), "documented, and did not come");
      assertEquals(UNREAD, calls.missingHeaders(), "documented, and did not come");
    }
  }

  /** The document is served in production too, without a key, as YAML and as JSON. */
  private void served(AnteroomProcess replica) throws IOException {
    URI server = URI.create(replica.url("/"));
    ContractRequest request = ContractRequest.of("GET", "/openapi");
    ContractResponse json =
        ContractExchange.of(server, request.with("Accept", "application/json"), SOON);
    assertEquals(document.root(), JSON.readTree(json.body()));
    ContractResponse yaml = ContractExchange.of(server, request, SOON);
    assertEquals(200, yaml.status());
    assertEquals(
        401, ContractExchange.of(server, ContractRequest.of("GET", "/swagger-ui/"), SOON).status());
    assertEquals(
        Files.readString(Path.of("src/main/resources/META-INF/openapi.yaml")), yaml.text());
  }

  private static void secrets(DocumentedCodes calls) {
    for (String call : List.of("/index-and-wait", "/index/url", "/index/text")) {
      ContractRequest example = calls.example("POST " + call);
      String body = new String(example.body());
      calls.provoke(
          "POST " + call,
          409,
          example.json(body.replaceFirst("\\{", "{\"callback_url\": \"https://127.0.0.1/\", ")));
    }
    ContractRequest batch = calls.example("POST /index/batch");
    String told =
        new String(batch.body()).replaceFirst("\\{", "{\"callback_url\": \"https://127.0.0.1/\", ");
    calls.provoke("POST /index/batch", 409, batch.json(told));
    calls.provoke("POST /index/upload", 409, withCallback(calls.example("POST /index/upload")));
    calls.provoke("GET /callback-secret", 404, calls.example("GET /callback-secret"));
    calls.provoke("POST /callback-secret", 201, calls.example("POST /callback-secret"));
    calls.provoke("GET /callback-secret", 200, calls.example("GET /callback-secret"));
    ContractRequest bobs = calls.example("POST /callback-secret").by(TestEnvironment.BOB);
    calls.provoke("POST /callback-secret", 409, bobs);
  }

  private static ContractRequest withCallback(ContractRequest form) {
    String field =
        "Content-Disposition: form-data; name=\"callback_url\"\r\n\r\nhttps://127.0.0.1/";
    String body = new String(form.body());
    String boundary = body.substring(0, body.indexOf("\r\n"));
    return form.body((boundary + "\r\n" + field + "\r\n" + body).getBytes());
  }

  private static void problems(DocumentedCodes calls) {
    for (String call : List.of("GET /problems", "GET /problems/{type}")) {
      for (String type : List.of("text/html", "text/markdown", "application/json")) {
        calls.provoke(call, 200, calls.example(call).with("Accept", type));
      }
    }
    calls.provoke("GET /problems/{type}", 404, ContractRequest.of("GET", "/problems/nonsense"));
  }

  private static void everywhere(DocumentedCodes calls) {
    calls.provokeAnywhere("NotFound", 404, calls.ready(ContractRequest.of("GET", "/nonsense")));
    calls.provokeAnywhere(
        "MethodNotAllowed", 405, calls.ready(ContractRequest.of("PUT", "/tasks")));
    ContractRequest many = calls.ready(ContractRequest.of("GET", "/tasks"));
    for (int i = 0; i < 100; i++) {
      many = many.with("X-" + i, "x");
    }
    calls.provokeAnywhere("TooManyHeaders", 431, many);
  }

  private static void lists(DocumentedCodes calls) {
    calls.provokeByParameters("GET /tasks");
    calls.provoke("GET /tasks", 200, calls.ready(ContractRequest.of("GET", "/tasks/?page_size=1")));
    calls.provoke("GET /tasks", 200, calls.example("GET /tasks"));
    calls.provoke(
        "GET /tasks", 400, calls.ready(ContractRequest.of("GET", "/tasks?page_size=101")));
    calls.provoke("GET /quota", 200, calls.example("GET /quota"));
  }

  private static void index(DocumentedCodes calls) {
    for (String call : List.of("/index/url", "/index/text", "/index/upload")) {
      calls.provoke("POST " + call, 200, calls.example("POST " + call));
    }
    ContractRequest example = calls.example("POST /index-and-wait");
    calls.provoke("POST /index-and-wait", 200, example.with("Prefer", "wait=20"));
    calls.provoke("POST /index-and-wait", 202, example);
    calls.provoke("POST /index-and-wait", 400, example.json("{\"text\": \"x\"}"));
    String large = Integer.toString(OVER_SPOOL);
    ContractRequest form = calls.example("POST /index/upload").with("Content-Length", large);
    calls.provoke("POST /index/upload", 507, form);
    calls.provoke("POST /index-and-wait", 507, form.to("/index-and-wait"));
  }

  private static void tasks(DocumentedCodes calls, ScenarioServers servers) throws IOException {
    String done = ended(calls, calls.example("POST /index-and-wait"));
    calls.provoke("GET /tasks/{id}", 200, get(calls, done, ""));
    ContractRequest changed = get(calls, done, "").with("If-None-Match", "*");
    calls.provoke("GET /tasks/{id}", 304, changed);
    calls.provoke(
        "DELETE /tasks/{id}", 200, calls.ready(ContractRequest.of("DELETE", "/tasks/" + done)));
    calls.provoke("POST /tasks/{id}/retry", 409, post(calls, done, "/retry"));
    servers.control().processTextsIn(60_000);
    servers.control().answer("tasks.delete", 500);
    String running =
        id(calls.provoke("POST /index-and-wait", 202, calls.example("POST /index-and-wait")));
    Awaitility.await()
        .until(() -> servers.number("select count(*) from task where phase = 'running'") > 0);
    calls.provoke(
        "DELETE /tasks/{id}", 202, calls.ready(ContractRequest.of("DELETE", "/tasks/" + running)));
    servers.control().heal("tasks.delete");
    servers.control().processTextsIn(0);
    ContractRequest waits =
        calls.ready(ContractRequest.of("GET", "/tasks/" + running)).with("Prefer", "wait=20");
    calls.provoke("GET /tasks/{id}", 200, waits);
    ContractRequest retry = post(calls, running, "/retry").with("Idempotency-Key", "once");
    calls.provoke("POST /tasks/{id}/retry", 202, retry);
    calls.provoke("POST /tasks/{id}/retry", 200, retry.with("Prefer", "wait=20"));
    String other = failed(calls, TestEnvironment.ALICE);
    calls.provoke(
        "POST /tasks/{id}/retry",
        422,
        post(calls, other, "/retry").with("Idempotency-Key", "once"));
  }

  private static void events(DocumentedCodes calls) throws IOException {
    String done = ended(calls, calls.example("POST /index-and-wait"));
    ContractResponse stream =
        calls.provoke("GET /tasks/{id}/events", 200, get(calls, done, "/events"));
    JsonNode event = JSON.readTree("{\"$ref\": \"#/components/schemas/Event\"}");
    List<String> data =
        stream
            .text()
            .lines()
            .filter(line -> line.startsWith("data: "))
            .map(l -> l.substring(6))
            .toList();
    for (String line : data) {
      calls.check("event", calls.contract().violations(event, JSON.readTree(line)));
    }
    ContractRequest last =
        get(calls, done, "/events").with("Last-Event-ID", Integer.toString(data.size()));
    calls.provoke("GET /tasks/{id}/events", 204, last);
    ContractRequest all = calls.example("GET /events");
    calls.provoke("GET /events", 400, all.with("Last-Event-ID", "none"));
    try (ContractExchange one = calls.open("GET /events", 200, all);
        ContractExchange two = calls.open("GET /events", 200, all)) {
      calls.provoke("GET /events", 429, all);
      calls.provoke("GET /tasks/{id}/events", 429, get(calls, done, "/events"));
    }
  }

  private static void callbacks(DocumentedCodes calls, CallbackReceiver callbackReceiver)
      throws IOException {
    String body =
        "{\"text\": \"x\", \"collection_id\": \"c\", \"callback_url\": \"%s\"}"
            .formatted(callbackReceiver.url("/in"));
    String told = ended(calls, calls.example("POST /index-and-wait").json(body));
    Awaitility.await().until(() -> callbackReceiver.count() > 0);
    JsonNode schema = JSON.readTree("{\"$ref\": \"#/components/schemas/TaskEnded\"}");
    JsonNode sent = JSON.readTree(callbackReceiver.received().get(0).bytes());
    calls.check("webhook", calls.contract().violations(schema, sent));
    calls.provoke("GET /tasks/{id}/deliveries", 200, get(calls, told, "/deliveries"));
    calls.provoke("POST /tasks/{id}/redeliver", 202, post(calls, told, "/redeliver"));
    String untold = ended(calls, calls.example("POST /index-and-wait"));
    calls.provoke("POST /tasks/{id}/redeliver", 409, post(calls, untold, "/redeliver"));
    calls.provoke("GET /tasks/{id}/deliveries", 200, get(calls, untold, "/deliveries"));
  }

  private static void batches(DocumentedCodes calls, CallbackReceiver callbackReceiver)
      throws IOException {
    ContractRequest example = calls.example("POST /index/batch");
    calls.provoke("POST /index/batch", 400, example.json(NO_COLLECTION));
    calls.provoke("POST /index/batch", 400, example.json("{}"));
    String items = NO_COLLECTION.replace("]", ", {\"text\": \"x\", \"collection_id\": \"c\"}]");
    String untold = batch(calls.provoke("POST /index/batch", 202, example.json(items)));
    String url = "{\"callback_url\": \"%s\", ".formatted(callbackReceiver.url("/in"));
    String told =
        batch(
            calls.provoke(
                "POST /index/batch", 202, example.json(items.replace("{\"it", url + "\"it"))));
    Awaitility.await().until(() -> ended(callbackReceiver).isPresent());
    JsonNode schema = JSON.readTree("{\"$ref\": \"#/components/schemas/BatchEnded\"}");
    JsonNode sent = JSON.readTree(ended(callbackReceiver).orElseThrow().bytes());
    calls.check("webhook", calls.contract().violations(schema, sent));
    for (String batch : List.of(told, untold)) {
      ContractRequest get = calls.ready(ContractRequest.of("GET", "/batches/" + batch));
      calls.provoke("GET /batches/{id}", 200, get);
      calls.provoke("GET /batches/{id}/deliveries", 200, get.to(get.target() + "/deliveries"));
      int code = batch.equals(told) ? 202 : 409;
      ContractRequest post =
          calls.ready(ContractRequest.of("POST", "/batches/" + batch + "/redeliver"));
      calls.provoke("POST /batches/{id}/redeliver", code, post);
    }
    calls.provoke("GET /batches/{id}", 400, calls.ready(ContractRequest.of("GET", "/batches/17")));
  }

  private static Optional<CallbackReceiver.Received> ended(CallbackReceiver callbackReceiver) {
    return callbackReceiver.received().stream()
        .filter(r -> r.body().contains("batch.ended"))
        .findFirst();
  }

  private static String batch(ContractResponse answer) throws IOException {
    return JSON.readTree(answer.body()).path("batch_id").asText();
  }

  /** A client that is kept to its collections. */
  private static void forbidden(DocumentedCodes calls) {
    for (String call : List.of("/index-and-wait", "/index/url", "/index/text", "/index/upload")) {
      ContractRequest franks = calls.example("POST " + call).by(TestEnvironment.FRANK);
      calls.provoke("POST " + call, 403, franks);
    }
    ContractRequest batch = calls.example("POST /index/batch").by(TestEnvironment.FRANK);
    calls.provoke("POST /index/batch", 400, batch);
  }

  private static void refusals(DocumentedCodes calls, ScenarioServers servers) throws IOException {
    ContractRequest waits = calls.example("POST /index-and-wait").with("Prefer", "wait=20");
    for (int status : new int[] {418, 302}) {
      servers.control().answer("index.text", status);
      int code = status == 302 ? 502 : status;
      ContractResponse refused = calls.provoke("POST /index-and-wait", code, waits);
      String id = JSON.readTree(refused.body()).path("task_id").asText();
      calls.provoke(
          "POST /tasks/{id}/retry", code, post(calls, id, "/retry").with("Prefer", "wait=20"));
    }
    servers.control().heal("index.text");
  }

  private static void searches(DocumentedCodes calls, ScenarioServers servers) {
    for (String kind : List.of("text", "url", "upload")) {
      String call = "POST /search/" + kind;
      ContractRequest example = calls.example(call).with("Cache-Control", "no-cache");
      ContractRequest search =
          kind.equals("url") ? example.json("{\"url\": \"%s\"}".formatted(page(servers))) : example;
      calls.provoke(call, 200, search.to(search.target() + "/").with("Prefer", "wait=5"));
      calls.provoke(call, 400, search.body("[]".getBytes()));
      calls.provoke(call, 400, search.to(search.target() + "?page=0"));
      refused(calls, servers, call, "search." + kind, search);
    }
  }

  /** Refusals of the upstream keep its message. */
  private static void refused(
      DocumentedCodes calls,
      ScenarioServers servers,
      String call,
      String endpoint,
      ContractRequest request) {
    servers.control().answer(endpoint, 418);
    calls.provoke(call, 418, request);
    servers.control().heal(endpoint);
  }

  private static void cached(DocumentedCodes calls) {
    for (String how : List.of("miss", "hit")) {
      ContractRequest search = calls.example("POST /search/text").json("{\"query\": \"kept\"}");
      ContractResponse answer = calls.provoke("POST /search/text", 200, search);
      assertTrue(answer.header("Cache-Status").orElse("").contains(how), answer.toString());
    }
  }

  private static void assets(DocumentedCodes calls, ScenarioServers servers) throws IOException {
    String id = asset(calls, ended(calls, calls.example("POST /index-and-wait")));
    ContractRequest list = calls.example("POST /assets");
    calls.provoke("POST /assets", 200, list.to("/assets/").with("Prefer", "wait=5"));
    calls.provoke("POST /assets", 200, list.body(new byte[0]));
    calls.provoke("POST /assets", 400, list.json("[]"));
    refused(calls, servers, "POST /assets", "assets.list", list);
    for (String call :
        List.of("GET /assets/{id}/features", "GET /assets/{id}", "DELETE /assets/{id}")) {
      String[] words = call.replace("{id}", id).split(" ");
      ContractRequest request = calls.ready(ContractRequest.of(words[0], words[1]));
      String method = call.endsWith("features") ? "features" : words[0].toLowerCase();
      calls.provoke(call, 400, request.to(words[1] + "?page=0"));
      refused(calls, servers, call, "assets." + method, request);
      calls.provoke(call, 200, request.with("Prefer", "wait=5"));
    }
  }

  private static void features(DocumentedCodes calls, ScenarioServers servers) throws IOException {
    String call = "GET /tasks/{id}";
    String done = ended(calls, calls.example("POST /index-and-wait"));
    calls.provoke(call, 400, get(calls, done, "?include=all"));
    ContractRequest with = get(calls, done, "?include=features");
    calls.provoke(call, 200, with);
    refused(calls, servers, call, "assets.features", with);
    ContractRequest asset =
        calls.ready(ContractRequest.of("DELETE", "/assets/" + asset(calls, done)));
    calls.provoke("DELETE /assets/{id}", 200, asset);
    calls.provoke(call, 404, with);
  }

  private static String asset(DocumentedCodes calls, String task) throws IOException {
    ContractResponse answer = calls.provoke("GET /tasks/{id}", 200, get(calls, task, ""));
    return JSON.readTree(answer.body()).path("asset_id").asText();
  }

  /** An account that an operator pauses; a queue that one task fills. */
  private static void paused(DocumentedCodes calls) throws IOException {
    String failed = failed(calls, TestEnvironment.DAVE);
    calls.provoke("GET /accounts/{name}", 200, calls.example("GET /accounts/{name}"));
    calls.provoke("POST /accounts/{name}/pause", 200, calls.example("POST /accounts/{name}/pause"));
    calls.provoke("GET /accounts/{name}", 200, calls.example("GET /accounts/{name}"));
    calls.provoke("GET /quota", 200, calls.example("GET /quota"));
    for (String call : PASSED) {
      calls.provoke(call, 503, fresh(calls, call));
    }
    full(calls, failed);
    String resume = "POST /accounts/{name}/resume";
    calls.provoke(resume, 200, calls.example(resume));
    for (String call : List.of("GET /accounts/{name}", "POST /accounts/{name}/pause", resume)) {
      ContractRequest example = calls.example(call);
      calls.provoke(call, 404, example.to(example.target().replace("default", "nonsense")));
    }
  }

  private static void ticks(DocumentedCodes calls) {
    String call = "POST /engine/tick";
    ContractRequest tick = calls.example(call);
    calls.provoke(call, 200, tick);
    calls.provoke(call, 200, tick.to("/engine/tick/?seconds=1").body(new byte[0]));
    calls.provoke(call, 200, tick.with("Content-Type", "application/octet-stream"));
    calls.provoke(call, 400, tick.to("/engine/tick?seconds=61"));
    calls.provoke(call, 400, tick.json("{\"seconds\": 0}"));
    calls.provoke(call, 400, tick.json("[]"));
  }

  /** A 429 of the upstream stops its class, so that this account has no other use. */
  private static void exhausted(DocumentedCodes calls, ScenarioServers servers) throws IOException {
    ContractRequest carols = calls.example("POST /index-and-wait").by(CAROL);
    String done = ended(calls, carols);
    for (String endpoint : ENDPOINTS) {
      servers.control().answer(endpoint, 429);
    }
    for (String call : PASSED) {
      calls.provoke(call, 429, fresh(calls, call).by(CAROL));
    }
    calls.provoke("GET /tasks/{id}", 429, get(calls, done, "?include=features").by(CAROL));
    ENDPOINTS.forEach(servers.control()::heal);
  }

  /** After failures of every call, the circuit breaker stops calls for a while. */
  private static void broken(DocumentedCodes calls, ScenarioServers servers) throws IOException {
    String done = ended(calls, calls.example("POST /index-and-wait"));
    for (String endpoint : ENDPOINTS) {
      servers.control().answer(endpoint, 503);
    }
    for (String call : PASSED) {
      calls.provoke(call, 502, fresh(calls, call));
    }
    calls.provoke("GET /tasks/{id}", 502, get(calls, done, "?include=features"));
  }

  private static ContractRequest fresh(DocumentedCodes calls, String call) {
    return calls.example(call).with("Cache-Control", "no-cache");
  }

  private static void full(DocumentedCodes calls, String failed) {
    ContractRequest one = calls.example("POST /index/text").by(TestEnvironment.DAVE);
    calls.provoke("POST /index/text", 200, one);
    for (String call : List.of("-and-wait", "/url", "/text", "/upload")) {
      String accept = "POST /index" + call;
      calls.provoke(accept, 429, calls.example(accept).by(TestEnvironment.DAVE));
    }
    String item = "{\"items\": [{\"text\": \"x\", \"collection_id\": \"c\"}]}";
    ContractRequest batch = calls.example("POST /index/batch").json(item).by(TestEnvironment.DAVE);
    calls.provoke("POST /index/batch", 429, batch);
    ContractRequest retry = post(calls, failed, "/retry").by(TestEnvironment.DAVE);
    calls.provoke("POST /tasks/{id}/retry", 429, retry);
  }

  private static String page(ScenarioServers servers) {
    return servers.upstream().baseUrl() + "/_sandbox/settings";
  }

  private static String ended(DocumentedCodes calls, ContractRequest request) throws IOException {
    return id(calls.provoke("POST /index-and-wait", 200, request.with("Prefer", "wait=20")));
  }

  private static String failed(DocumentedCodes calls, String key) throws IOException {
    String body = "{\"url\": \"http://127.0.0.1:1/nothing\", \"collection_id\": \"c\"}";
    return ended(calls, calls.example("POST /index-and-wait").json(body).by(key));
  }

  private static String id(ContractResponse answer) throws IOException {
    return JSON.readTree(answer.body()).path("task_id").asText();
  }

  private static ContractRequest get(DocumentedCodes calls, String task, String rest) {
    return calls.ready(ContractRequest.of("GET", "/tasks/" + task + rest));
  }

  private static ContractRequest post(DocumentedCodes calls, String task, String rest) {
    return calls.ready(ContractRequest.of("POST", "/tasks/" + task + rest));
  }

  private static Map<String, String> environment(ScenarioServers servers) {
    return servers.environment(
        "ANTEROOM_API_KEYS",
            "alice:%s,bob:%s,dave:%s,frank:%s"
                .formatted(
                    TestEnvironment.ALICE,
                    TestEnvironment.BOB,
                    TestEnvironment.DAVE,
                    TestEnvironment.FRANK),
        "ANTEROOM_CLIENTS_DAVE_MAX_QUEUED", "1",
        "ANTEROOM_CLIENTS_FRANK_COLLECTIONS", "franks,shared",
        "ANTEROOM_ACCOUNTS_OTHER_BASE_URL", servers.upstream().baseUrl(),
        "ANTEROOM_ACCOUNTS_OTHER_API_KEY", "sandbox-pro-key",
        "ANTEROOM_ACCOUNTS_OTHER_PLAN", "pro",
        "ANTEROOM_CLIENTS_CAROL_ACCOUNT", "other",
        "ANTEROOM_CLIENTS_CAROL_KEYS", CAROLS_DIGEST,
        "ANTEROOM_OPERATOR_KEY", TestEnvironment.OPERATOR,
        "ANTEROOM_ENGINE_TICK_KEY", TestEnvironment.TICK,
        "ANTEROOM_SEARCH_CACHE_TTL", "60s",
        "ANTEROOM_HTTP_MAX_SEARCH_FILE", "1000000",
        "ANTEROOM_CLIENTS_BOB_CALLBACK_SECRET", TestEnvironment.BOBS_SECRET,
        "ANTEROOM_CALLBACKS_ENCRYPTION_KEY", "dGhpcnR5LXR3byBieXRlcyB0byBlbmNyeXB0IHdpdGg=",
        "ANTEROOM_CALLBACKS_ALLOW_HTTP", "true",
        "ANTEROOM_CALLBACKS_ALLOW_LOOPBACK", "true",
        "ANTEROOM_EVENTS_MAX_PER_CLIENT", "2",
        "ANTEROOM_HTTP_MAX_JSON", "100000",
        "ANTEROOM_HTTP_CANCEL_WAIT", "200ms",
        "ANTEROOM_HTTP_PERMIT_WAIT", "1s",
        "ANTEROOM_SPOOL_MAX_FILE", "1000000",
        "ANTEROOM_SPOOL_MAX_TOTAL", "2000000",
        "ANTEROOM_POLL_FIRST_AFTER", "20ms");
  }
}
