package io.anteroom.scenario;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Hostile clients at both ports, with shortened timeouts. */
class ConnectionGuardIT {

  @TempDir static Path folder;

  @AutoClose private static EdgeReplica edge;
  private static AnteroomProcess replica;

  @BeforeAll
  static void start() throws Exception {
    edge = new EdgeReplica(folder);
    replica = edge.replica();
  }

  private static final Duration SOON = Duration.ofSeconds(20);

  /** The server may still count connections of the test before, and would refuse ours. */
  @BeforeEach
  void awaitFewConnections() {
    Awaitility.await()
        .atMost(SOON)
        .until(() -> Metrics.read(replica, "anteroom_http_connections") < 10);
  }

  /** All cases at once, since each takes its time. */
  @Test
  void slowRequestsAreCutAndWaitingCallsAreNot() {
    SlowRequests slow = new SlowRequests(replica);
    CompletableFuture<?>[] callers =
        Stream.<Runnable>of(
                slow::aHeadThatDribblesIsCut,
                slow::aHandshakeThatNeverComesIsCut,
                slow::aBodyThatDribblesIsCut,
                slow::aBodyThatNobodyWantsIsCutToo,
                slow::aBodyThatNobodyWantsIsCutAtAnyPace,
                slow::whoAsksNothingMoreIsCut,
                slow::aSlowBodyThatKeepsItsPacePasses,
                slow::whoWaitsIsNotCut,
                slow::aStreamIsNotCut)
            .map(CompletableFuture::runAsync)
            .toArray(CompletableFuture[]::new);
    CompletableFuture.allOf(callers).join();
    Awaitility.await()
        .atMost(SOON)
        .until(() -> cut("head") >= 2 && cut("body") >= 3 && cut("idle") >= 1);
  }

  @Test
  void aHeadOfTooManyFieldsOrBytesIsRefused() {
    try (SlowClient many = new SlowClient(replica.port());
        SlowClient large = new SlowClient(replica.port())) {
      many.write(SlowClient.head("GET /tasks", "A: b\r\n".repeat(20) + "\r\n"));
      assertTrue(many.awaitAnswer(SOON).startsWith("HTTP/1.1 431 "), many.answer());
      assertTrue(many.answer().contains("/problems/too-many-headers"), many.answer());
      large.write(SlowClient.head("GET /tasks", "A: " + "b".repeat(20_000) + "\r\n\r\n"));
      assertTrue(large.awaitAnswer(SOON).startsWith("HTTP/1.1 431 "), large.answer());
    }
  }

  /** Each response is far larger than its request, and the client reads none. */
  @Test
  void aClientThatPipelinesWithoutReadingIsCut() {
    double before = cut("pipeline");
    try (SlowClient caller = new SlowClient(replica.port())) {
      caller.write("GET /openapi HTTP/1.1\r\nHost: x\r\n\r\n".repeat(100_000));
      Awaitility.await().atMost(SOON).until(caller::isClosed);
    }
    assertEquals(200, TestResponses.plain(replica, "GET", "/tasks", null).statusCode());
    assertEquals(before + 1, cut("pipeline"));
    assertFalse(replica.log().contains("OutOfMemory"), replica.log());
  }

  @Test
  void manyPipelinedRequestsBehindAStreamAreCutAndAFewAreNot() {
    String task = SlowClient.head("GET /tasks", "\r\n");
    try (SlowClient endless = new SlowClient(replica.port());
        SlowClient few = new SlowClient(replica.port())) {
      endless.write(SlowClient.head("GET /events", "\r\n"));
      assertTrue(endless.awaitAnswer(SOON).startsWith("HTTP/1.1 200 "), endless.answer());
      endless.write(task.repeat(1000));
      Awaitility.await().atMost(SOON).until(endless::isClosed);
      few.write(task.repeat(30));
      Awaitility.await().atMost(SOON).until(() -> few.answer().split("HTTP/1.1 200 ").length == 31);
    }
  }

  /** The client waits for the response while the server waits for the body. */
  @Test
  void aRefusalDoesNotWaitForTheBody() {
    try (SlowClient caller = new SlowClient(replica.port())) {
      String expect = "Expect: 100-continue\r\nContent-Length: 100000\r\n";
      caller.write(SlowClient.head("POST /index/text", expect, "A: b\r\n".repeat(20), "\r\n"));
      assertTrue(caller.awaitAnswer(SOON).startsWith("HTTP/1.1 431 "), caller.answer());
    }
  }

  @Test
  void connectionsOverTheLimitAreClosedAndTheOthersServed() {
    List<SlowClient> callers =
        IntStream.range(0, EdgeReplica.MAX_CONNECTIONS + 20)
            .mapToObj(i -> new SlowClient(replica.port()))
            .toList();
    Awaitility.await()
        .atMost(SOON)
        .pollInterval(Duration.ofMillis(20))
        .until(() -> callers.stream().filter(SlowClient::isClosed).count() >= 20);
    callers.forEach(SlowClient::close);
    assertTrue(Metrics.read(replica, "anteroom_http_connections_refused_total") >= 20);
    Awaitility.await().atMost(SOON).until(() -> Metrics.read(replica, CONNECTIONS) == 0);
    assertEquals(200, TestResponses.plain(replica, "GET", "/tasks", null).statusCode());
  }

  private static final String CONNECTIONS = "anteroom_http_connections";

  @Test
  void http2InClearIsRefused() {
    try (SlowClient upgrade = new SlowClient(replica.port());
        SlowClient known = new SlowClient(replica.port())) {
      upgrade.write(
          SlowClient.head(
              "GET /tasks",
              "Connection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\nHTTP2-Settings: AAMAAABk\r\n\r\n"));
      assertTrue(upgrade.awaitAnswer(SOON).startsWith("HTTP/1.1 200 "), upgrade.answer());
      known.write("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n");
      assertTrue(known.awaitAnswer(SOON).matches("(?s)|HTTP/.*"), known.answer());
    }
  }

  private static double cut(String reason) {
    return Metrics.read(
        replica, "anteroom_http_connections_closed_total{reason=\"%s\"}".formatted(reason));
  }
}
