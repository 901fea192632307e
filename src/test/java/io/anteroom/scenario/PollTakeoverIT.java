package io.anteroom.scenario;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.anteroom.sandbox.upstream.settings.LimitSettings;
import io.anteroom.sandbox.upstream.settings.Modality;
import io.anteroom.sandbox.upstream.settings.SandboxSettings;
import io.anteroom.sandbox.upstream.settings.StageTime;
import io.anteroom.sandbox.upstream.settings.StageTimes;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Callable;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/**
 * One replica polls an account. Another one goes on when it dies, hangs or stops, and polls that
 * show no change write no row.
 */
class PollTakeoverIT {

  private static final int TASKS = 20;
  private static final long WINDOW_MILLIS = 6_000;
  private static final Duration TAKEOVER = Duration.ofSeconds(5);
  private static final Duration SOON = Duration.ofSeconds(30);
  private static final String NO_REDIS = "redis://127.0.0.1:1";

  @Test
  void anotherReplicaPollsWithinFiveSecondsOfTheDeathOfTheFirst() {
    try (ScenarioServers servers = servers();
        AnteroomProcess first = start(servers, "polls")) {
      running(servers, first);
      try (AnteroomProcess next = start(servers, "next")) {
        Duration killed = untilNextHolderPolls(servers, first::kill);
        AnteroomProcess third = start(servers, "third");
        Duration stopped = untilNextHolderPolls(servers, () -> next.stop(SOON));
        third.close();
        System.out.printf(
            "poll takeover: next poll %d ms after a kill, %d ms after an orderly stop%n",
            killed.toMillis(), stopped.toMillis());
        assertTrue(killed.compareTo(TAKEOVER) <= 0, killed.toString());
        assertTrue(stopped.compareTo(TAKEOVER) <= 0, stopped.toString());
        assertEquals(0, servers.upstream().counters().refused());
      }
    }
  }

  @Test
  void aReplicaThatHungAndGoesOnDoesNoHarm() {
    try (ScenarioServers servers = servers();
        AnteroomProcess hung = start(servers, "hung")) {
      running(servers, hung);
      try (AnteroomProcess next = start(servers, "next")) {
        untilNextHolderPolls(servers, hung::freeze);
        servers
            .control()
            .set("{\"stages\": {\"text\": {\"processing\": {\"min_ms\": 0, \"max_ms\": 0}}}}");
        ScenarioRequests.acceptTexts(next, TASKS, "short");
        Awaitility.await().atMost(SOON).until(() -> ended(servers) == TASKS);
        hung.thaw();
        awaitPolls(servers, 5);
        ScenarioRequests.acceptTexts(hung, TASKS, "short");
        Awaitility.await().atMost(SOON).until(() -> ended(servers) == 2 * TASKS);
        assertEquals(
            2 * TASKS, servers.number("select count(*) from task_event where phase = 'ended'"));
        assertEquals(0, servers.upstream().counters().refused());
        assertEquals(1, servers.number("select count(*) from poll_lease"));
      }
    }
  }

  @Test
  void aCancelOnAnotherReplicaReachesTheOneThatPolls() {
    try (ScenarioServers servers = servers();
        AnteroomProcess polls = start(servers, "polls");
        AnteroomProcess tells = start(servers, "other");
        AnteroomProcess silent = start(servers, "other", Map.of("REDIS_URL", NO_REDIS))) {
      cancelOnAnother("by hint", servers, polls, tells);
      cancelOnAnother("by tick", servers, polls, silent);
    }
  }

  private static void cancelOnAnother(
      String name, ScenarioServers servers, AnteroomProcess polls, AnteroomProcess other) {
    int before = ended(servers);
    String task = ScenarioRequests.acceptTexts(polls, 1, "long").get(0);
    Awaitility.await().atMost(SOON).until(() -> runningTasks(servers) == 1);
    long start = System.nanoTime();
    ScenarioRequests.delete(other, "/tasks/" + task);
    await(() -> ended(servers) > before);
    Duration took = Duration.ofNanos(System.nanoTime() - start);
    System.out.printf("cancel on another replica, %s: %d ms%n", name, took.toMillis());
    assertTrue(took.compareTo(TAKEOVER) <= 0, took.toString());
  }

  @Test
  void pollsThatShowNoChangeWriteNoRowVersion() {
    try (ScenarioServers servers = servers();
        AnteroomProcess replica = start(servers, "polls")) {
      running(servers, replica);
      Awaitility.await()
          .atMost(SOON)
          .until(
              () ->
                  servers.number("select count(*) from task where status = 'PROCESSING'") == TASKS);
      servers.execute(COUNT_UPDATES);
      long before = polls(servers);
      awaitPolls(servers, 30);
      int updates = servers.number("select last_value from task_updates");
      System.out.printf(
          "polls that show no change: %d polls of %d tasks, %d row versions%n",
          polls(servers) - before, TASKS, updates - 1);
      assertEquals(1, updates, "row versions, and one by which the counter began");
    }
  }

  /** By a trigger, since the statistics of the server come late. */
  private static final String COUNT_UPDATES =
      """
      create sequence task_updates;
      create function count_update() returns trigger language plpgsql as
        $$ begin perform nextval('task_updates'); return null; end $$;
      create trigger count_update after update on task for each row
        execute function count_update();
      select nextval('task_updates')
      """;

  private static ScenarioServers servers() {
    StageTime hours = StageTime.between(3_600_000, 7_200_000);
    return new ScenarioServers(
        SandboxSettings.instant()
            .withLimits(LimitSettings.seed().withWindowMs(WINDOW_MILLIS))
            .withStages(
                Map.of(
                    Modality.TEXT,
                    new StageTimes(StageTime.NONE, StageTime.NONE, StageTime.NONE, hours))),
        "pro");
  }

  private static AnteroomProcess start(ScenarioServers servers, String name) {
    return start(servers, name, Map.of());
  }

  private static AnteroomProcess start(
      ScenarioServers servers, String name, Map<String, String> more) {
    Map<String, String> environment =
        servers.environment("ANTEROOM_QUOTA_WINDOW", WINDOW_MILLIS + "ms");
    environment.putAll(more);
    return AnteroomProcess.start("takeover-" + name, environment);
  }

  private static void running(ScenarioServers servers, AnteroomProcess replica) {
    ScenarioRequests.acceptTexts(replica, TASKS, "long");
    Awaitility.await().atMost(SOON).until(() -> runningTasks(servers) == TASKS);
    awaitPolls(servers, 3);
  }

  /** The lease has a new owner as soon as another replica has it. */
  private static Duration untilNextHolderPolls(ScenarioServers servers, Runnable end) {
    int holder = holder(servers);
    long start = System.nanoTime();
    end.run();
    await(() -> holder(servers) != holder);
    awaitPolls(servers, 1);
    return Duration.ofNanos(System.nanoTime() - start);
  }

  private static int holder(ScenarioServers servers) {
    return servers.number("select coalesce(max(hashtext(owner::text)), 0) from poll_lease");
  }

  private static void awaitPolls(ScenarioServers servers, int more) {
    long before = polls(servers);
    await(() -> polls(servers) >= before + more);
  }

  private static void await(Callable<Boolean> condition) {
    Awaitility.await().atMost(SOON).pollInterval(Duration.ofMillis(10)).until(condition);
  }

  private static int runningTasks(ScenarioServers servers) {
    return servers.number("select count(*) from task where phase = 'running'");
  }

  private static int ended(ScenarioServers servers) {
    return servers.number("select count(*) from task where phase = 'ended'");
  }

  private static long polls(ScenarioServers servers) {
    var endpoints = servers.upstream().counters().endpoints();
    return endpoints.entrySet().stream()
        .filter(e -> e.getKey().equals("tasks.get") || e.getKey().equals("assets.list"))
        .mapToLong(e -> e.getValue().calls())
        .sum();
  }
}
