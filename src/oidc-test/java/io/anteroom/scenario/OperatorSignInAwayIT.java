package io.anteroom.scenario;

import static io.anteroom.scenario.SignInBrowser.assertProblem;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.anteroom.LoopbackServer;
import io.anteroom.TestEnvironment;
import io.anteroom.sandbox.upstream.settings.SandboxSettings;
import java.io.IOException;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** The OpenID provider is away, or takes connections and says nothing. */
class OperatorSignInAwayIT {

  private static final String AWAY = "sign-in: the OpenID provider does not answer as it should";
  private static final String NOT_FOUND = "HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n";

  @AutoClose
  private static final ScenarioServers servers =
      new ScenarioServers(SandboxSettings.instant(), "enterprise");

  @Test
  void withoutTheProviderKeysWorkAndTheSignInSaysWhatIsMissing() {
    SignInProvider gone = new SignInProvider();
    String issuer = gone.issuer();
    gone.close();
    try (AnteroomProcess alone = start("sign-in-away", issuer)) {
      HttpResponse<String> answer = new SignInBrowser(alone.url("")).begin();
      assertProblem(answer, 503, "sign-in-unavailable", "An operator's key works without it");
      assertTrue(answer.headers().firstValue("Retry-After").isPresent());
      assertEquals(List.of("Connection refused"), reasons(alone));
      assertKeysWork(alone);
    }
  }

  @Test
  void whatIsNoProviderSaysSo() {
    try (LoopbackServer other =
            new LoopbackServer("no-provider", OperatorSignInAwayIT::hasNothing);
        AnteroomProcess alone = start("sign-in-elsewhere", "http://127.0.0.1:" + other.port())) {
      HttpResponse<String> answer = new SignInBrowser(alone.url("")).begin();
      assertProblem(answer, 503, "sign-in-unavailable", "An operator's key works without it");
      assertEquals(List.of("status 404"), reasons(alone));
      assertKeysWork(alone);
    }
  }

  @Test
  void aProviderThatIsMuteKeepsNobodyWaitingAndGetsFewConnections() throws Exception {
    try (LoopbackServer mute =
            new LoopbackServer("mute-provider", socket -> socket.getInputStream().readAllBytes());
        AnteroomProcess alone = start("sign-in-mute", "http://127.0.0.1:" + mute.port())) {
      List<CompletableFuture<HttpResponse<String>>> answers =
          Stream.generate(() -> new SignInBrowser(alone.url("")).beginAsync()).limit(100).toList();
      for (CompletableFuture<HttpResponse<String>> answer : answers) {
        assertProblem(answer.get(1, TimeUnit.MINUTES), 503, "sign-in-unavailable", "");
      }
      assertTrue(mute.connections() <= 50, () -> mute.connections() + ", at most 16 at once");
      List<String> reasons = reasons(alone);
      assertEquals(mute.connections(), reasons.size(), reasons::toString);
      assertTrue(reasons.stream().allMatch(why -> why.contains("timeout")), reasons::toString);
      HttpResponse<String> later = new SignInBrowser(alone.url("")).begin();
      assertProblem(later, 503, "sign-in-unavailable", "does not answer as it should");
      assertKeysWork(alone);
    }
  }

  private static void hasNothing(Socket socket) throws IOException {
    try (socket) {
      socket.getInputStream().read(new byte[8_192]);
      socket.getOutputStream().write(NOT_FOUND.getBytes(StandardCharsets.US_ASCII));
    }
  }

  private static AnteroomProcess start(String name, String issuer) {
    return AnteroomProcess.start(name, SignInProvider.environment(servers, issuer));
  }

  /** What the log gives as reasons, of each sign-in that asked. */
  private static List<String> reasons(AnteroomProcess replica) {
    return replica
        .log()
        .lines()
        .filter(line -> line.contains(AWAY))
        .map(line -> line.substring(line.indexOf(AWAY) + AWAY.length() + ": ".length()))
        .toList();
  }

  private static void assertKeysWork(AnteroomProcess replica) {
    assertEquals(
        200,
        TestResponses.of(replica, TestEnvironment.OPERATOR, "GET", "/replicas", null).statusCode());
    assertFalse(replica.log().contains("\tat "), replica.log());
    assertFalse(replica.log().contains("OIDC server"), "the library's own line says no more");
  }
}
