package io.anteroom.scenario;

import static io.anteroom.scenario.ContractTasks.failed;
import static org.junit.jupiter.api.Assertions.assertEquals;

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

  /** Fields that occur only when the store fails between an accept and its response. */
  private static final List<String> UNREAD =
      List.of(
          "POST /index/url Retry-After",
          "POST /index/text Retry-After",
          "POST /index/upload Retry-After");

  /** The key of carol, whose account no other client uses. */
  static final String CAROL = "carol-key-0123456789abcdef0123456789";

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
      calls.provokeByUnknownParameters();
      calls.provokeUnknownIds();
      calls.provokeReusedKeys();
      ContractOfIndexing.secrets(calls);
      problems(calls);
      everywhere(calls);
      ContractOfTasks.lists(calls);
      ContractOfOperators.reads(calls);
      ContractOfOperators.acts(calls);
      ContractOfOperators.bulks(calls);
      ContractOfIndexing.index(calls);
      ContractOfTasks.tasks(calls, servers);
      ContractOfTasks.events(calls);
      ContractOfTasks.callbacks(calls, callbackReceiver);
      ContractOfBatches.batches(calls, callbackReceiver);
      ContractOfBatches.open(calls, servers);
      ContractOfBatches.retries(calls);
      ContractOfBatches.events(calls);
      String failedBatch = ContractOfBatches.failed(calls, TestEnvironment.DAVE);
      ContractOfIndexing.forbidden(calls);
      ContractOfIndexing.refusals(calls, servers);
      ContractOfPassThrough.searches(calls, servers);
      ContractOfPassThrough.cached(calls);
      ContractOfPassThrough.assets(calls, servers);
      ContractOfPassThrough.features(calls, servers);
      paused(calls, failedBatch);
      ticks(calls);
      ContractOfPassThrough.exhausted(calls, servers);
      ContractOfPassThrough.broken(calls, servers);
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

  private static void problems(DocumentedCodes calls) {
    for (String call : List.of("GET /problems", "GET /problems/{type}")) {
      for (String type : List.of("text/html", "text/markdown", "application/json")) {
        calls.provoke(call, 200, calls.example(call).with("Accept", type));
      }
    }
    calls.provoke("GET /problems/{type}", 404, ContractRequest.of("GET", "/problems/nonsense"));
  }

  private static void everywhere(DocumentedCodes calls) {
    calls.provokeAnywhere(404, calls.ready(ContractRequest.of("GET", "/nonsense")));
    calls.provokeAnywhere(405, calls.ready(ContractRequest.of("PUT", "/tasks")));
    ContractRequest many = calls.ready(ContractRequest.of("GET", "/tasks"));
    for (int i = 0; i < 100; i++) {
      many = many.with("X-" + i, "x");
    }
    calls.provokeAnywhere(431, many);
  }

  /** An account that an operator pauses; a queue that one task fills. */
  private static void paused(DocumentedCodes calls, String failedBatch) throws IOException {
    String failed = failed(calls, TestEnvironment.DAVE);
    calls.provoke("GET /accounts/{name}", 200, calls.example("GET /accounts/{name}"));
    calls.provoke("POST /accounts/{name}/pause", 200, calls.example("POST /accounts/{name}/pause"));
    calls.provoke("GET /accounts/{name}", 200, calls.example("GET /accounts/{name}"));
    calls.provoke("GET /quota", 200, calls.example("GET /quota"));
    for (String call : ContractOfPassThrough.PASSED) {
      calls.provoke(call, 503, ContractOfPassThrough.fresh(calls, call));
    }
    ContractOfIndexing.full(calls, failed);
    calls.provoke(
        "POST /batches/{id}/retry",
        429,
        ContractOfBatches.retry(calls, failedBatch).by(TestEnvironment.DAVE));
    String resume = "POST /accounts/{name}/resume";
    calls.provoke(resume, 200, calls.example(resume));
    calls.provoke(resume, 403, calls.example(resume).by(TestEnvironment.READER));
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
        "ANTEROOM_OPERATOR_READ_KEY", TestEnvironment.READER,
        "ANTEROOM_ENGINE_TICK_KEY", TestEnvironment.TICK,
        "ANTEROOM_SEARCH_CACHE_TTL", "60s",
        "ANTEROOM_HTTP_MAX_SEARCH_FILE", "1000000",
        "ANTEROOM_CLIENTS_BOB_CALLBACK_SECRET", TestEnvironment.BOBS_SECRET,
        "ANTEROOM_CALLBACKS_ENCRYPTION_KEY", "dGhpcnR5LXR3byBieXRlcyB0byBlbmNyeXB0IHdpdGg=",
        "ANTEROOM_CALLBACKS_ALLOW_HTTP", "true",
        "ANTEROOM_CALLBACKS_ALLOW_LOOPBACK", "true",
        "ANTEROOM_EVENTS_MAX_PER_CLIENT", "3",
        "ANTEROOM_BULK_BATCH", "1",
        "ANTEROOM_BULK_PAUSE", "5s",
        "ANTEROOM_HTTP_MAX_JSON", "100000",
        "ANTEROOM_HTTP_CANCEL_WAIT", "200ms",
        "ANTEROOM_HTTP_PERMIT_WAIT", "1s",
        "ANTEROOM_SPOOL_MAX_FILE", "1000000",
        "ANTEROOM_SPOOL_MAX_TOTAL", "2000000",
        "ANTEROOM_POLL_FIRST_AFTER", "20ms");
  }
}
