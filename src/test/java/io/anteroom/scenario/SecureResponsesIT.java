package io.anteroom.scenario;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.anteroom.async.Sha256;
import io.anteroom.callback.TestCertificate;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.security.cert.Certificate;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Headers of responses that protect the client, and HTTPS. */
class SecureResponsesIT {

  @TempDir static Path folder;

  @AutoClose private static EdgeReplica edge;
  private static AnteroomProcess replica;

  @BeforeAll
  static void start() throws Exception {
    edge = new EdgeReplica(folder);
    replica = edge.replica();
  }

  private static final String TEXT = "{\"text\": \"here\", \"collection_id\": \"c\"}";
  private static final Duration SOON = Duration.ofSeconds(20);

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
      byte[] digest = Sha256.digest().digest(style.getBytes(UTF_8));
      assertEquals(
          List.of(
              "default-src 'none'; style-src 'sha256-%s'; frame-ancestors 'none'"
                  .formatted(Base64.getEncoder().encodeToString(digest))),
          page.headers().allValues("Content-Security-Policy"));
    }
  }

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
    try (TestResponses.Secure secure = connected()) {
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
  void aRenewedCertificateIsServedWithoutARestart() throws Exception {
    awaitServed(edge.firstCertificate());
    TestCertificate first = edge.firstCertificate();
    TestCertificate second = edge.newCertificate("second");
    assertNotEquals(first.certificate(), second.certificate());
    awaitServed(second);
  }

  /** The reload of a certificate that another test renewed may cut the handshake off. */
  private static TestResponses.Secure connected() {
    return Awaitility.await()
        .atMost(SOON)
        .ignoreExceptionsInstanceOf(IOException.class)
        .until(() -> TestResponses.Secure.open(replica.httpsPort()), Objects::nonNull);
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
}
