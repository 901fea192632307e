package io.anteroom.account;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.anteroom.TestEnvironment;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** What a session has begun ends with it, and its cookie tells to sign in. */
@QuarkusTest
@QuarkusTestResource(TestEnvironment.class)
class SessionEndTest {

  private static final Duration LEFT = Duration.ofSeconds(8);
  private static final HttpClient HTTP = HttpClient.newHttpClient();

  @Inject OperatorKeys keys;
  @Inject OidcSessions others;
  @Inject AccountDirectory accounts;

  @Test
  void anEventStreamEndsWithTheSession() throws Exception {
    String session = begunBefore(OperatorSessions.LENGTH.minus(LEFT));
    CompletableFuture<HttpResponse<String>> stream =
        HTTP.sendAsync(request("/events", session), BodyHandlers.ofString());
    HttpResponse<String> answer = stream.get(1, TimeUnit.MINUTES);
    assertEquals(200, answer.statusCode(), answer.body());
    assertToldToSignIn(session);
  }

  @Test
  void anExpiredCookieIsToldToSignIn() throws Exception {
    assertToldToSignIn(begunBefore(OperatorSessions.LENGTH.plusSeconds(1)));
  }

  private void assertToldToSignIn(String session) throws IOException, InterruptedException {
    HttpResponse<String> refused = HTTP.send(request("/tasks", session), BodyHandlers.ofString());
    assertEquals(401, refused.statusCode());
    assertTrue(refused.body().contains("The session has ended"), refused.body());
    assertTrue(refused.body().contains("Sign in again"), refused.body());
  }

  /** The text of a session that began so long ago. */
  private String begunBefore(Duration time) {
    Clock then = Clock.offset(Clock.systemUTC(), time.negated());
    return new OperatorSessions(keys, others, accounts, then)
        .begin(TestEnvironment.OPERATOR)
        .orElseThrow();
  }

  private static HttpRequest request(String path, String session) {
    return HttpRequest.newBuilder(URI.create(RestAssured.baseURI + ":" + RestAssured.port + path))
        .header("Cookie", "__Host-anteroom-operator=" + session)
        .header("Sec-Fetch-Site", "same-origin")
        .build();
  }
}
