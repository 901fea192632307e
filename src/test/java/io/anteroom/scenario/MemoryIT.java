package io.anteroom.scenario;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.anteroom.TestEnvironment;
import io.anteroom.sandbox.upstream.settings.Modality;
import io.anteroom.sandbox.upstream.settings.SandboxSettings;
import io.anteroom.sandbox.upstream.settings.StageTime;
import io.anteroom.sandbox.upstream.settings.StageTimes;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * A replica with the heap of k8s/base (60 percent of 768 MiB) that exits when memory runs out. It
 * survives large bodies, large waiting requests, large metadata and endless responses of the
 * upstream, and serves others meanwhile.
 */
class MemoryIT {

  private static final String[] AS_IN_THE_IMAGE = {"-Xmx460m", "-XX:+ExitOnOutOfMemoryError"};

  private static final int MB = 1_000_000;
  private static final ExecutorService CALLERS = Executors.newCachedThreadPool();
  private static final Duration LONG = Duration.ofMinutes(3);
  private static final Duration ONE_BY_ONE = Duration.ofSeconds(20);

  @Test
  void inShort() throws IOException {
    bodiesAndMetadata(6, 3, 3);
    answersWithoutAnEnd(4);
  }

  @Test
  @Tag("scenarios")
  void inFull() throws IOException {
    bodiesAndMetadata(50, 20, 30);
    answersWithoutAnEnd(40);
  }

  private static void bodiesAndMetadata(int bodies, int queued, int running) {
    try (ScenarioServers servers = new ScenarioServers(slow(), "enterprise");
        AnteroomProcess replica =
            AnteroomProcess.start("memory", environment(servers), AS_IN_THE_IMAGE)) {
      try (SmallRequestLoad others = new SmallRequestLoad(replica, TestEnvironment.BOB)) {
        largeBodies(replica, bodies);
        largeQueue(replica, queued);
        largeMetadata(replica, running);
        metadataOfManyValues(replica, running);
        others.close();
        System.out.printf("memory: %s%n", others);
        assertEquals(List.of(), others.others());
        assertTrue(others.longest() < ONE_BY_ONE.toMillis(), others.toString());
      }
      tell(replica, bodies + " bodies, " + queued + " queued, " + running + " running");
    }
  }

  /** All at once; requests without room get Retry-After and are sent again. */
  private static void largeBodies(AnteroomProcess replica, int count) {
    BodyPublisher body = BodyPublishers.ofString(text(9_900_000, "bodies"));
    AtomicInteger refused = new AtomicInteger();
    IntStream.range(0, count)
        .mapToObj(i -> CompletableFuture.supplyAsync(() -> accept(replica, body, refused), CALLERS))
        .toList()
        .forEach(CompletableFuture::join);
    System.out.printf("memory: %d bodies of 9.9 MB, %d times told to wait%n", count, refused.get());
    awaitDone(replica, "bodies", count);
  }

  private static void largeQueue(AnteroomProcess replica, int count) {
    operator(replica, "/pause");
    acceptOneByOne(replica, text(8 * MB, "queued"), count);
    operator(replica, "/resume");
    awaitDone(replica, "queued", count);
  }

  private static void largeMetadata(AnteroomProcess replica, int count) {
    String body =
        "{\"text\": \"short\", \"collection_id\": \"running\", \"metadata\": {\"much\": \"%s\"}}";
    acceptOneByOne(replica, body.formatted("m".repeat(6 * MB)), count);
    awaitDone(replica, "running", count);
  }

  /** Each can be read, but a page of them exceeds the limit of a document. */
  private static void metadataOfManyValues(AnteroomProcess replica, int count) {
    String body =
        "{\"text\": \"short\", \"collection_id\": \"values\", \"metadata\": {\"much\": [%s1]}}";
    acceptOneByOne(replica, body.formatted("1,".repeat(400_000)), count);
    awaitDone(replica, "values", count);
  }

  private static void answersWithoutAnEnd(int searches) throws IOException {
    try (EndlessUpstream upstream = new EndlessUpstream();
        ScenarioServers servers = new ScenarioServers(SandboxSettings.instant(), "enterprise")) {
      Map<String, String> environment = environment(servers);
      environment.put("MIXPEEK_BASE_URL", upstream.url());
      try (AnteroomProcess replica =
          AnteroomProcess.start("endless", environment, AS_IN_THE_IMAGE)) {
        ScenarioRequests.acceptTexts(replica, 20, "endless"); // are polled from now on
        try (SmallRequestLoad others = new SmallRequestLoad(replica, TestEnvironment.BOB)) {
          IntStream.range(0, searches)
              .mapToObj(i -> CompletableFuture.supplyAsync(() -> search(replica), CALLERS))
              .toList()
              .forEach(answer -> assertRefused(answer.join()));
          Awaitility.await().atMost(LONG).until(() -> upstream.cutOff() > searches);
          others.close();
          System.out.printf(
              "memory: %d answers without an end cut off after %d MB; %s%n",
              upstream.cutOff(), upstream.sent() / MB, others);
          assertEquals(List.of(), others.others());
        }
        tell(replica, searches + " searches without an end, and polls");
      }
    }
  }

  private static void assertRefused(HttpResponse<String> answer) {
    assertTrue(List.of(502, 503).contains(answer.statusCode()), answer.body());
    assertTrue(answer.body().contains("/problems/"), answer.body());
  }

  private static HttpResponse<String> search(AnteroomProcess replica) {
    return ScenarioRequests.postAsync(replica, "/search/text", "{\"query\": \"all\"}").join();
  }

  private static void acceptOneByOne(AnteroomProcess replica, String body, int count) {
    BodyPublisher bytes = BodyPublishers.ofString(body);
    IntStream.range(0, count).forEach(i -> accept(replica, bytes, new AtomicInteger()));
  }

  private static String accept(AnteroomProcess replica, BodyPublisher body, AtomicInteger refused) {
    while (true) {
      HttpResponse<String> answer = ScenarioRequests.postAsync(replica, "/index/text", body).join();
      if (answer.statusCode() != 503) {
        return ScenarioRequests.read(answer).path("task_id").asText();
      }
      assertTrue(answer.body().contains("/problems/memory-full"), answer.body());
      long wait = answer.headers().firstValueAsLong("Retry-After").orElseThrow();
      refused.incrementAndGet();
      CompletableFuture.runAsync(
              () -> {}, CompletableFuture.delayedExecutor(wait, TimeUnit.SECONDS))
          .join();
    }
  }

  /** Each further end may take long, so that a busy machine needs only to get on. */
  private static void awaitDone(AnteroomProcess replica, String collection, int count) {
    String path = "/tasks?page_size=1&status=DONE&collection_id=" + collection;
    int done = 0;
    while (done < count) {
      int before = done;
      done =
          Awaitility.await()
              .atMost(LONG)
              .pollInterval(Duration.ofMillis(500))
              .until(() -> total(ScenarioRequests.get(replica, path)), now -> now > before);
    }
    assertEquals(count, done);
  }

  private static int total(JsonNode list) {
    return list.path("pagination").path("total").asInt();
  }

  private static void tell(AnteroomProcess replica, String what) {
    System.out.printf(
        "memory: %s; heap bound %s, peak RSS %d MiB%n",
        what, AS_IN_THE_IMAGE[0], replica.peakRssKib() / 1024);
    assertFalse(replica.log().contains("OutOfMemory"), replica.log());
    assertTrue(replica.peakRssKib() / 1024 < 768, "more than the limit of k8s/base");
  }

  private static void operator(AnteroomProcess replica, String call) {
    ScenarioRequests.read(
        TestResponses.of(
            replica, TestEnvironment.OPERATOR, "POST", "/accounts/default" + call, null));
  }

  private static Map<String, String> environment(ScenarioServers servers) {
    return servers.environment(
        "ANTEROOM_API_KEYS",
        "alice:" + TestEnvironment.ALICE + ",bob:" + TestEnvironment.BOB,
        "ANTEROOM_OPERATOR_KEY",
        TestEnvironment.OPERATOR,
        "ANTEROOM_QUOTA_USE_BY",
        "2s",
        "MALLOC_ARENA_MAX",
        "2");
  }

  /** Slow enough for all large tasks to be polled at the same time. */
  private static SandboxSettings slow() {
    StageTimes times =
        new StageTimes(
            StageTime.NONE, StageTime.NONE, StageTime.NONE, StageTime.between(2_000, 2_000));
    return SandboxSettings.defaults().withStages(Map.of(Modality.TEXT, times));
  }

  private static String text(int length, String collection) {
    return "{\"collection_id\": \"%s\", \"text\": \"%s\"}"
        .formatted(collection, "x".repeat(length));
  }
}
