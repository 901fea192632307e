package io.anteroom.scenario;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.anteroom.TestEnvironment;
import io.anteroom.contract.ContractCheck;
import io.anteroom.contract.ContractExchange;
import io.anteroom.contract.ContractResponse;
import io.anteroom.contract.DocumentedCodes.Keys;
import io.anteroom.contract.FuzzedRequest;
import io.anteroom.contract.FuzzedRequests;
import io.anteroom.contract.FuzzedRequests.Things;
import io.anteroom.contract.OpenApiDocument;
import io.anteroom.sandbox.upstream.settings.SandboxSettings;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tag;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.AfterProperty;
import net.jqwik.api.lifecycle.BeforeContainer;
import org.awaitility.Awaitility;

/**
 * No request leads to a 5xx, a hang, an undocumented code or body, or unbounded memory, and the
 * replica goes on working. A failure prints the request and the seed that repeats it
 * ({@code @Property(seed = …)}).
 */
class FuzzIT {

  private static final OpenApiDocument DOCUMENT = OpenApiDocument.written();
  private static final Duration MAX = Duration.ofSeconds(10);
  private static final long MAX_KIB = 700 * 1024;
  private static final Set<Integer> NO_HTTP = Set.of(400, 414, 431);

  private static final Map<Integer, Integer> ANSWERS = new TreeMap<>();
  private static ScenarioServers servers;
  private static AnteroomProcess replica;
  private static List<Things> things;
  private static long slowest;

  private final ContractCheck contractCheck = new ContractCheck(DOCUMENT);

  @BeforeContainer
  static void start() {
    servers = new ScenarioServers(SandboxSettings.instant(), "enterprise");
    replica = AnteroomProcess.start("fuzzed", environment(), "-Xmx192m");
    String failing = "{\"url\": \"http://127.0.0.1:1/nothing\", \"collection_id\": \"c\"}";
    String text = "{\"text\": \"x\", \"collection_id\": \"c\"}";
    String done = index(text);
    String asset =
        Awaitility.await()
            .until(
                () -> ScenarioRequests.get(replica, "/tasks/" + done).path("asset_id").asText(),
                id -> !id.isEmpty());
    String items = "{\"items\": [%s]}".formatted(text);
    String batch =
        ScenarioRequests.postJson(replica, "/index/batch", items).path("batch_id").asText();
    things =
        List.of(
            new Things(done, batch, asset, "spare"),
            new Things(index(failing), batch, asset, "spare"));
  }

  @AfterContainer
  static void stop() {
    replica.close();
    servers.close();
  }

  @Property(tries = 500, edgeCases = EdgeCasesMode.NONE)
  void inVerify(@ForAll("requests") FuzzedRequest fuzzed) throws IOException {
    check(fuzzed);
  }

  @Tag("scenarios")
  @Property(tries = 20_000, edgeCases = EdgeCasesMode.NONE)
  void twentyThousand(@ForAll("requests") FuzzedRequest fuzzed) throws IOException {
    check(fuzzed);
  }

  @Provide
  Arbitrary<FuzzedRequest> requests() {
    return FuzzedRequests.of(
        DOCUMENT,
        new Keys(TestEnvironment.ALICE, TestEnvironment.OPERATOR, TestEnvironment.TICK),
        things);
  }

  @AfterProperty
  void worksOn() {
    index("{\"text\": \"still here\", \"collection_id\": \"c\"}");
    System.out.printf(
        "fuzz: %s, the slowest %d ms, at most %d KiB resident%n",
        ANSWERS, slowest / 1_000_000, replica.peakRssKib());
    assertTrue(replica.peakRssKib() < MAX_KIB, "memory: " + replica.peakRssKib());
  }

  private void check(FuzzedRequest fuzzed) throws IOException {
    ContractResponse answer = answer(fuzzed);
    ANSWERS.merge(answer.status(), 1, Integer::sum);
    String text = answer.status() + " " + answer.text() + "\n";
    assertTrue(answer.status() < 500, () -> text + fuzzed.request());
    boolean noHttp = answer.body().length == 0 && NO_HTTP.contains(answer.status());
    if (!(noHttp && fuzzed.head())) {
      assertEquals(List.of(), violations(fuzzed, answer), () -> text + fuzzed.request());
    }
    if (answer.status() >= 400) {
      assertFalse(text.matches("(?s).*(Exception|\\bat io\\.|jboss|quarkus).*"), text);
    }
  }

  /** Reads only the beginning of a stream. */
  private static ContractResponse answer(FuzzedRequest fuzzed) throws IOException {
    long start = System.nanoTime();
    try (ContractExchange contractExchange =
        new ContractExchange(server(), fuzzed.request(), MAX)) {
      return contractExchange.answerOrStream();
    } finally {
      slowest = Math.max(slowest, System.nanoTime() - start);
    }
  }

  private List<String> violations(FuzzedRequest fuzzed, ContractResponse answer)
      throws IOException {
    if (answer.mediaType().equals("text/event-stream")) {
      return List.of();
    }
    if (fuzzed.elsewhere()) {
      return answer.status() < 400
          ? List.of()
          : contractCheck.violations(
              "Problem", new com.fasterxml.jackson.databind.ObjectMapper().readTree(answer.body()));
    }
    return contractCheck.violations(fuzzed.operation(), answer);
  }

  private static String index(String body) {
    return ScenarioRequests.postJson(replica, "/index-and-wait", body).path("task_id").asText();
  }

  private static URI server() {
    return URI.create(replica.url("/"));
  }

  private static Map<String, String> environment() {
    return servers.environment(
        "ANTEROOM_CALLBACKS_ENCRYPTION_KEY", "dGhpcnR5LXR3byBieXRlcyB0byBlbmNyeXB0IHdpdGg=",
        "ANTEROOM_OPERATOR_KEY", TestEnvironment.OPERATOR,
        "ANTEROOM_ENGINE_TICK_KEY", TestEnvironment.TICK,
        "ANTEROOM_ENGINE_MAX_TICK", "1s",
        "ANTEROOM_ACCOUNTS_SPARE_BASE_URL", servers.upstream().baseUrl(),
        "ANTEROOM_ACCOUNTS_SPARE_API_KEY", "sandbox-pro-key",
        "ANTEROOM_HTTP_MAX_WAIT", "1s",
        "ANTEROOM_QUOTA_USE_BY", "300ms",
        "ANTEROOM_UPSTREAM_CONNECT_TIMEOUT", "200ms",
        "ANTEROOM_HTTP_CANCEL_WAIT", "500ms",
        "ANTEROOM_EVENTS_MAX_PER_CLIENT", "20",
        "ANTEROOM_POLL_FIRST_AFTER", "20ms");
  }
}
