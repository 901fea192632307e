package io.anteroom.scenario;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import io.anteroom.IngressProxy;
import io.anteroom.IngressProxy.Answer;
import io.anteroom.sandbox.upstream.counters.CounterSnapshot;
import io.anteroom.sandbox.upstream.settings.FaultSettings;
import io.anteroom.sandbox.upstream.settings.SandboxSettings;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Submits in doubt at an upstream whose list is incomplete. */
class InDoubtIT {

  private static final int TASKS = 30;

  /** Four times the checks that settle a submit. */
  private static final int CHECKS = 12;

  private static final Predicate<String> LISTS = call -> call.startsWith("POST /assets");
  private static final String JSON = "application/json";
  private static final String EMPTY =
      "{\"results\": [], \"pagination\": {\"total\": 0, \"page\": 1, \"page_size\": 100,"
          + " \"total_pages\": 0, \"next_page\": null, \"previous_page\": null}}";
  private static final String IN_DOUBT = "select count(*) from task where phase = 'in_doubt'";
  private static final String DOUBTED =
      "select count(distinct task_id) from task_event where phase = 'in_doubt'";
  private static final String OPEN = "select count(*) from task where phase <> 'ended'";

  @Test
  void aListThatIgnoresOurMarkersCausesNoSecondSubmit() {
    causesNoSecondSubmit(listGaps().subList(1, 2));
  }

  @Test
  @Tag("scenarios")
  void noIncompleteListCausesASecondSubmit() {
    causesNoSecondSubmit(listGaps());
  }

  private static void causesNoSecondSubmit(List<ListGap> listGaps) {
    try (ScenarioServers servers = instant();
        IngressProxy proxy = new IngressProxy(servers.upstream().baseUrl());
        AnteroomProcess replica = AnteroomProcess.start("blind", shortGrace(servers, proxy))) {
      ScenarioRequests.acceptTexts(replica, 1, "known");
      awaitNothingOpen(servers);
      faults(servers, FaultSettings.dropsAfter(1));
      for (ListGap listGap : listGaps) {
        int before = servers.upstream().counters().tasksCreated();
        int doubted = servers.number(DOUBTED);
        listGap.setUp().accept(proxy);
        ScenarioRequests.acceptTexts(replica, TASKS, "blind");
        awaitDoubted(servers, doubted, TASKS);
        awaitChecks(servers, proxy, before + TASKS);
        int created = servers.upstream().counters().tasksCreated() - before;
        int inDoubt = servers.number(IN_DOUBT);
        System.out.printf(
            "%s: %d submits without an answer, created upstream %d, in doubt %d%n",
            listGap.name(), TASKS, created, inDoubt);
        assertEquals(TASKS, created, listGap.name());
        if (listGap.leavesInDoubt()) {
          assertEquals(TASKS, inDoubt, listGap.name());
        }
        proxy.heal();
        awaitNothingOpen(servers);
      }
      CounterSnapshot seen = servers.upstream().counters();
      assertEquals(0, seen.doubledTaskIds());
      assertEquals(seen.tasksCreated(), ScenarioRequests.count(replica, "DONE"));
    }
  }

  /** The account has no other tasks that could prove the list. */
  @Test
  @Tag("scenarios")
  void theFirstSubmitsOfAnAccountAreSettled() {
    try (ScenarioServers servers = instant();
        IngressProxy proxy = new IngressProxy(servers.upstream().baseUrl());
        AnteroomProcess replica = AnteroomProcess.start("first", shortGrace(servers, proxy))) {
      faults(servers, FaultSettings.dropsBefore(1));
      ScenarioRequests.acceptTexts(replica, TASKS, "first");
      awaitDoubted(servers, 0, TASKS);
      faults(servers, FaultSettings.NONE);
      awaitNothingOpen(servers);
      CounterSnapshot seen = servers.upstream().counters();
      System.out.printf(
          "first submits: %d were lost before any work, created upstream %d, doubled %d%n",
          TASKS, seen.tasksCreated(), seen.doubledTaskIds());
      assertEquals(TASKS, seen.distinctTaskIds());
      assertEquals(0, seen.doubledTaskIds());
    }
  }

  @Test
  void theSecondAssetOfAnEndedTaskIsRemovedAndCounted() {
    try (ScenarioServers servers = instant();
        IngressProxy proxy = new IngressProxy(servers.upstream().baseUrl());
        AnteroomProcess replica = AnteroomProcess.start("double", shortGrace(servers, proxy))) {
      ScenarioRequests.acceptTexts(replica, 1, "late");
      awaitNothingOpen(servers);
      int doubted = servers.number(DOUBTED);
      faults(servers, FaultSettings.lateAcceptance(1, 10_000));
      ScenarioRequests.acceptTexts(replica, 3, "late");
      awaitDoubted(servers, doubted, 3);
      faults(servers, FaultSettings.NONE);
      awaitNothingOpen(servers);
      assertEquals(4, servers.upstream().counters().tasksCreated(), "nothing has come late yet");
      Awaitility.await()
          .atMost(Duration.ofSeconds(30))
          .until(() -> servers.upstream().counters().tasksCreated() == 7);
      long late = System.nanoTime();
      Awaitility.await()
          .atMost(Duration.ofSeconds(60))
          .until(() -> Metrics.read(replica, "anteroom_assets_duplicates_removed_total") == 3.0);
      System.out.printf(
          "late second assets of ended tasks: 3 of 3 removed %d ms after they came%n",
          Duration.ofNanos(System.nanoTime() - late).toMillis());
      assertEquals(4, assets(servers, "late"));
    }
  }

  /** A way in which a list is incomplete. */
  private record ListGap(String name, boolean leavesInDoubt, Consumer<IngressProxy> setUp) {}

  private static List<ListGap> listGaps() {
    Answer empty = new Answer(200, Map.of(), EMPTY);
    return List.of(
        new ListGap(
            "nothing for our filter", // without it the collection shows them
            false,
            proxy ->
                proxy.answer(
                    (call, body) ->
                        LISTS.test(call) && body.contains("anteroom_task") ? empty : null)),
        new ListGap("nothing at all", true, proxy -> proxy.answer(LISTS, 200, JSON, EMPTY)),
        new ListGap(
            "neither total nor next_page",
            true,
            proxy -> proxy.answer(LISTS, 200, JSON, "{\"results\": []}")),
        new ListGap(
            "assets without metadata",
            true,
            proxy -> proxy.change(LISTS, body -> body.replace("\"metadata\"", "\"hidden\""))));
  }

  private static void faults(ScenarioServers servers, FaultSettings faults) {
    servers.upstream().reconfigure(settings -> settings.withFaults("index.text", faults));
  }

  private static void awaitNothingOpen(ScenarioServers servers) {
    Awaitility.await()
        .atMost(Duration.ofSeconds(60))
        .pollInterval(Duration.ofMillis(100))
        .until(() -> servers.number(OPEN) == 0);
  }

  /** Counts by events, since tasks may be settled at once. */
  private static void awaitDoubted(ScenarioServers servers, int before, int more) {
    Awaitility.await()
        .atMost(Duration.ofSeconds(60))
        .until(() -> servers.number(DOUBTED) >= before + more);
  }

  /** Stops early when one was submitted again or all are found. */
  private static void awaitChecks(ScenarioServers servers, IngressProxy proxy, int created) {
    long enough = proxy.calls(LISTS) + CHECKS;
    Awaitility.await()
        .atMost(Duration.ofSeconds(60))
        .until(
            () ->
                proxy.calls(LISTS) >= enough
                    || servers.number(IN_DOUBT) == 0
                    || servers.upstream().counters().tasksCreated() > created);
  }

  private static int assets(ScenarioServers servers, String collection) {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(servers.upstream().baseUrl() + "/assets"))
            .header("Authorization", "Bearer sandbox-enterprise-key")
            .header("Content-Type", "application/json")
            .POST(
                HttpRequest.BodyPublishers.ofString("{\"collections\": [\"" + collection + "\"]}"))
            .build();
    JsonNode list = ScenarioRequests.read(send(request));
    return list.path("pagination").path("total").asInt();
  }

  private static HttpResponse<String> send(HttpRequest request) {
    try {
      return HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
    } catch (IOException e) {
      throw new IllegalStateException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private static ScenarioServers instant() {
    return new ScenarioServers(SandboxSettings.instant(), "enterprise");
  }

  /** A lost submit counts as absent after 3 s, where the list is proved by another task. */
  private static Map<String, String> shortGrace(ScenarioServers servers, IngressProxy proxy) {
    Map<String, String> environment =
        new HashMap<>(
            servers.environment(
                "ANTEROOM_IN_DOUBT_GRACE", "500ms",
                "ANTEROOM_IN_DOUBT_CHECK_INTERVAL", "300ms",
                "ANTEROOM_UPSTREAM_CALL_TIMEOUT_MS", "2000",
                "ANTEROOM_QUOTA_USE_BY", "500ms",
                // Every submit fails here, and all of them shall leave.
                "ANTEROOM_UPSTREAM_BREAKER_VOLUME", "1000"));
    environment.put("MIXPEEK_BASE_URL", proxy.baseUrl());
    return environment;
  }
}
