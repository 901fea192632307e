package io.anteroom.scenario;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.anteroom.callback.TestCertificate;
import io.anteroom.sandbox.upstream.settings.Modality;
import io.anteroom.sandbox.upstream.settings.SandboxSettings;
import io.anteroom.sandbox.upstream.settings.StageTime;
import io.anteroom.sandbox.upstream.settings.StageTimes;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.cert.Certificate;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Hostile clients at both ports, with shortened timeouts. */
class ConnectionGuardIT {

  private static final String TEXT = "{\"text\": \"here\", \"collection_id\": \"c\"}";
  private static final Duration SOON = Duration.ofSeconds(20);
  private static final Duration PACE = Duration.ofMillis(100);
  private static final int MAX_CONNECTIONS = 60;
  private static final String HEAP = "-Xmx128m";

  @TempDir static Path folder;

  private static ScenarioServers servers;
  private static AnteroomProcess replica;
  private static TestCertificate first;

  @BeforeAll
  static void start() throws Exception {
    first = certificate("first");
    servers = new ScenarioServers(taking(Duration.ofSeconds(6)), "enterprise");
    replica =
        AnteroomProcess.start(
            "edge",
            servers.environment(
                "QUARKUS_HTTP_SSL_PORT",
                "0",
                "QUARKUS_HTTP_TLS_CONFIGURATION_NAME",
                "https",
                "QUARKUS_TLS_HTTPS_KEY_STORE_PEM_A_CERT",
                folder.resolve("tls.crt").toString(),
                "QUARKUS_TLS_HTTPS_KEY_STORE_PEM_A_KEY",
                folder.resolve("tls.key").toString(),
                "QUARKUS_TLS_HTTPS_RELOAD_PERIOD",
                "1s",
                "QUARKUS_HTTP_PROXY_PROXY_ADDRESS_FORWARDING",
                "true",
                "QUARKUS_HTTP_PROXY_ENABLE_FORWARDED_HOST",
                "true",
                "ANTEROOM_HTTP_GUARD_HEAD_TIMEOUT",
                "3s",
                "ANTEROOM_HTTP_GUARD_KEEP_ALIVE",
                "1500ms",
                "ANTEROOM_HTTP_GUARD_BODY_GRACE",
                "1s",
                "ANTEROOM_HTTP_MAX_HEADERS",
                "20",
                "ANTEROOM_HTTP_GUARD_MAX_CONNECTIONS",
                Integer.toString(MAX_CONNECTIONS)),
            HEAP);
  }

  @AfterAll
  static void stop() {
    replica.close();
    servers.close();
  }

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
    CompletableFuture<?>[] callers =
        Stream.<Runnable>of(
                ConnectionGuardIT::aHeadThatDribblesIsCut,
                ConnectionGuardIT::aHandshakeThatNeverComesIsCut,
                ConnectionGuardIT::aBodyThatDribblesIsCut,
                ConnectionGuardIT::aBodyThatNobodyWantsIsCutToo,
                ConnectionGuardIT::aBodyThatNobodyWantsIsCutAtAnyPace,
                ConnectionGuardIT::whoAsksNothingMoreIsCut,
                ConnectionGuardIT::aSlowBodyThatKeepsItsPacePasses,
                ConnectionGuardIT::whoWaitsIsNotCut,
                ConnectionGuardIT::aStreamIsNotCut)
            .map(CompletableFuture::runAsync)
            .toArray(CompletableFuture[]::new);
    CompletableFuture.allOf(callers).join();
    Awaitility.await()
        .atMost(SOON)
        .until(() -> cut("head") >= 2 && cut("body") >= 3 && cut("idle") >= 1);
  }

  private static void aHeadThatDribblesIsCut() {
    try (SlowClient caller = new SlowClient(replica.port())) {
      caller.write(SlowClient.head("GET /tasks", "X-Long: "));
      report("head", caller.dribble("x", PACE, Duration.ofSeconds(5)));
      assertEquals("", caller.answer());
    }
  }

  private static void aHandshakeThatNeverComesIsCut() {
    try (SlowClient caller = new SlowClient(replica.httpsPort())) {
      report("handshake", caller.dribble("", PACE, Duration.ofSeconds(5)));
    }
  }

  private static void aBodyThatDribblesIsCut() {
    try (SlowClient caller = new SlowClient(replica.port())) {
      caller.write(post("POST /index/text", 100_000));
      report("body", caller.dribble("x", PACE, Duration.ofSeconds(5)));
    }
  }

  private static void aBodyThatNobodyWantsIsCutToo() {
    try (SlowClient caller = new SlowClient(replica.port())) {
      caller.write("POST /tasks HTTP/1.1\r\nHost: x\r\nContent-Length: 100000\r\n\r\n");
      assertTrue(caller.awaitAnswer(SOON).startsWith("HTTP/1.1 401 "), caller.answer());
      report("refused body", caller.dribble("x", PACE, Duration.ofSeconds(5)));
    }
  }

  /** Twice the minimum pace, after the response was sent. */
  private static void aBodyThatNobodyWantsIsCutAtAnyPace() {
    try (SlowClient caller = new SlowClient(replica.port())) {
      caller.write("POST /tasks HTTP/1.1\r\nHost: x\r\nContent-Length: 100000\r\n\r\n");
      assertTrue(caller.awaitAnswer(SOON).startsWith("HTTP/1.1 401 "), caller.answer());
      report("answered body", caller.dribble("x".repeat(205), PACE, Duration.ofSeconds(8)));
    }
  }

  private static void whoAsksNothingMoreIsCut() {
    try (SlowClient caller = new SlowClient(replica.port())) {
      caller.write(SlowClient.head("GET /tasks", "\r\n"));
      assertTrue(caller.awaitAnswer(SOON).startsWith("HTTP/1.1 200 "), caller.answer());
      caller.write(SlowClient.head("GET /tasks", "X-Long: "));
      report("next head", caller.dribble("x", PACE, Duration.ofSeconds(5)));
    }
  }

  /** Twice the minimum pace, for three times the time that a slower body may take. */
  private static void aSlowBodyThatKeepsItsPacePasses() {
    int parts = 30;
    String part = " ".repeat(205);
    try (SlowClient caller = new SlowClient(replica.port())) {
      caller.write(post("POST /index/text", parts * part.length() + TEXT.length()));
      int[] sent = {0};
      Awaitility.await()
          .atMost(SOON)
          .pollDelay(Duration.ZERO)
          .pollInterval(PACE)
          .until(() -> caller.write(part) != null && ++sent[0] == parts);
      caller.write(TEXT);
      assertTrue(caller.awaitAnswer(SOON).startsWith("HTTP/1.1 200 "), caller.answer());
    }
  }

  private static void whoWaitsIsNotCut() {
    String wait = "Prefer: wait=4\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n";
    try (SlowClient caller = new SlowClient(replica.port())) {
      caller.write(SlowClient.head("POST /index-and-wait", wait.formatted(TEXT.length())) + TEXT);
      assertTrue(caller.awaitAnswer(SOON).startsWith("HTTP/1.1 202 "), caller.answer());
    }
  }

  /** A stream may stay silent for longer than any request. */
  private static void aStreamIsNotCut() {
    try (SlowClient caller = new SlowClient(replica.port())) {
      caller.write(SlowClient.head("GET /events", "\r\n"));
      assertTrue(caller.awaitAnswer(SOON).startsWith("HTTP/1.1 200 "), caller.answer());
      Awaitility.await().during(Duration.ofSeconds(4)).atMost(SOON).until(() -> !caller.isClosed());
    }
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
  void anInvalidHostIs400() {
    String[] odd = {"X-Forwarded-Host", "a b"};
    assertEquals(200, TestResponses.plain(replica, "GET", "/quota", null, odd).statusCode());
    for (String path : List.of("/tasks", "/tasks?page=2", "/assets/x/features", "/problems")) {
      HttpResponse<String> answer = TestResponses.plain(replica, "GET", path, null, odd);
      assertTrue(answer.statusCode() < 500, path + " " + answer.body());
    }
  }

  @Test
  void problemPagesAllowTheirOwnStyleOnly() throws Exception {
    for (String path : List.of("/problems", "/problems/queue-full")) {
      HttpResponse<String> page =
          TestResponses.plain(replica, "GET", path, null, "Accept", "text/html");
      String style = page.body().replaceAll("(?s).*<style>(.*)</style>.*", "$1");
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(style.getBytes(UTF_8));
      assertEquals(
          List.of(
              "default-src 'none'; style-src 'sha256-%s'; frame-ancestors 'none'"
                  .formatted(Base64.getEncoder().encodeToString(digest))),
          page.headers().allValues("Content-Security-Policy"));
    }
  }

  @Test
  void connectionsOverTheLimitAreClosedAndTheOthersServed() {
    List<SlowClient> callers =
        IntStream.range(0, MAX_CONNECTIONS + 20)
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
  void responsesHaveSecurityHeadersAndNameNoServer() {
    for (HttpResponse<String> answer :
        List.of(
            TestResponses.plain(replica, "GET", "/tasks", null),
            TestResponses.plain(replica, "GET", "/nowhere", null),
            TestResponses.plain(replica, "PUT", "/tasks", TEXT),
            TestResponses.plain(replica, "POST", "/index/text", "{"),
            TestResponses.plain(replica, "POST", "/index/text", "\u0000"),
            TestResponses.plain(replica, "GET", "/tasks/%00", null),
            TestResponses.plain(replica, "GET", "/tasks?page=%ff", null),
            TestResponses.plain(replica, "GET", "/q/metrics", null),
            TestResponses.plain(replica, "GET", "/q/health", null))) {
      assertSafe(answer);
      assertTrue(answer.headers().firstValue("Strict-Transport-Security").isEmpty());
    }
    assertEquals(404, TestResponses.plain(replica, "GET", "/q/metrics", null).statusCode());
    assertEquals(404, TestResponses.plain(replica, "GET", "/q/health", null).statusCode());
    assertEquals(404, TestResponses.management(replica, "/tasks").statusCode());
    assertEquals(200, TestResponses.management(replica, "/q/health").statusCode());
  }

  private static void assertSafe(HttpResponse<String> answer) {
    String said = answer.statusCode() + " " + answer.headers().map() + " " + answer.body();
    Map.of(
            "X-Content-Type-Options", "nosniff",
            "Referrer-Policy", "no-referrer",
            "Cache-Control", "no-store",
            "Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'")
        .forEach((name, value) -> assertEquals(List.of(value), answer.headers().allValues(name)));
    assertTrue(answer.statusCode() < 500, said);
    for (String leak :
        List.of(
            "server:", "powered", "quarkus", "vert.x", "exception", "resteasy", "\tat ", "java")) {
      assertFalse(said.toLowerCase().contains(leak), said);
    }
  }

  @Test
  void httpsUsesHttp11AndSendsHsts() throws Exception {
    try (TestResponses.Secure secure = TestResponses.Secure.open(replica.httpsPort())) {
      assertNotEquals("h2", secure.protocol());
      String answer = secure.get("/tasks");
      assertTrue(answer.startsWith("HTTP/1.1 200 "), answer);
      assertTrue(answer.toLowerCase().contains("\r\nstrict-transport-security: max-age=31536000"));
    }
    HttpResponse<String> proxied =
        TestResponses.plain(replica, "GET", "/tasks", null, "X-Forwarded-Proto", "https");
    assertTrue(proxied.headers().firstValue("Strict-Transport-Security").isPresent());
  }

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

  @Test
  void aRenewedCertificateIsServedWithoutARestart() throws Exception {
    awaitServed(first);
    TestCertificate second = certificate("second");
    assertNotEquals(first.certificate(), second.certificate());
    awaitServed(second);
    first = second;
  }

  /** A connection during the reload of the certificate may be cut off. */
  private static void awaitServed(TestCertificate expected) {
    Awaitility.await()
        .atMost(SOON)
        .ignoreExceptions()
        .untilAsserted(() -> assertEquals(expected.certificate(), served()));
  }

  private static Certificate served() throws Exception {
    try (TestResponses.Secure secure = TestResponses.Secure.open(replica.httpsPort())) {
      return secure.certificate();
    }
  }

  private static TestCertificate certificate(String name) throws Exception {
    TestCertificate made =
        TestCertificate.of("localhost", Files.createDirectory(folder.resolve(name)));
    made.writePem(folder.resolve("tls.crt"), folder.resolve("tls.key"));
    return made;
  }

  private static String post(String line, int length) {
    return SlowClient.head(
        line, "Content-Type: application/json\r\nContent-Length: " + length + "\r\n\r\n");
  }

  private static double cut(String reason) {
    return Metrics.read(
        replica, "anteroom_http_connections_closed_total{reason=\"%s\"}".formatted(reason));
  }

  private static void report(String what, Duration after) {
    System.out.printf("slow %s: cut after %d ms%n", what, after.toMillis());
  }

  private static SandboxSettings taking(Duration time) {
    StageTime processing = StageTime.between(time.toMillis(), time.toMillis());
    StageTimes times = new StageTimes(StageTime.NONE, StageTime.NONE, StageTime.NONE, processing);
    return SandboxSettings.defaults().withStages(Map.of(Modality.TEXT, times));
  }
}
