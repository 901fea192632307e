package io.anteroom.scenario;

import static io.anteroom.scenario.SignInBrowser.assertProblem;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.anteroom.TestEnvironment;
import io.anteroom.sandbox.upstream.settings.SandboxSettings;
import java.net.URI;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Operators sign in to the page by an OpenID provider. */
class OperatorSignInIT {

  private static final String SESSION = "__Host-anteroom-operator";

  @AutoClose
  private static final ScenarioServers servers =
      new ScenarioServers(SandboxSettings.instant(), "enterprise");

  @AutoClose private static final SignInProvider provider = new SignInProvider();
  private static AnteroomProcess replica;

  private final SignInBrowser browser = new SignInBrowser(replica.url(""));

  @BeforeAll
  static void start() {
    replica =
        AnteroomProcess.start("sign-in", SignInProvider.environment(servers, provider.issuer()));
  }

  @AfterAll
  static void stop() {
    replica.close();
  }

  @Test
  void whoIsAnAdminThereActsHereUnderTheirOwnName() {
    provider.next("ann", "staff", "anteroom-admin");
    HttpResponse<String> back = browser.signIn();
    assertEquals(302, back.statusCode(), back.body());
    assertEquals("./", SignInBrowser.location(back).toString());
    assertEquals(Set.of(SESSION), browser.cookies().keySet(), "nothing else is left behind");
    JsonNode session = ScenarioRequests.read(browser.read("/operator/session"));
    assertEquals("oidc:ann", session.path("operator").asText());
    assertEquals("admin", session.path("role").asText());
    assertEquals("sign-in", session.path("sign_in").asText());
    assertEquals(200, browser.post("/accounts/default/resume?reason=a").statusCode());
    HttpResponse<String> paused = browser.post("/accounts/default/pause?reason=a%20move");
    assertEquals("oidc:ann", ScenarioRequests.read(paused).path("paused_by").asText());
    assertEquals(200, browser.post("/accounts/default/resume").statusCode());
    JsonNode audit =
        ScenarioRequests.read(browser.read("/audit?operator=oidc:ann")).path("results");
    assertEquals(List.of("account.resume", "account.pause"), audit.findValuesAsText("action"));
  }

  @Test
  void whoMayReadThereReadsHere() {
    provider.next("bob", "anteroom-read");
    browser.signIn();
    assertEquals(200, browser.read("/tasks").statusCode());
    assertProblem(browser.post("/accounts/default/pause"), 403, "admins-only", "");
  }

  @Test
  void whoHasNoRoleIsNoOperator() {
    provider.next("eve", "staff");
    assertProblem(browser.signIn(), 403, "operators-only", "the claim groups has no value");
    provider.next(3600, Map.of("groups", List.of("anteroom-admin")));
    assertProblem(
        browser.signIn(), 403, "operators-only", "the claim preferred_username has no name");
    assertEquals(Set.of(), browser.cookies().keySet());
  }

  @Test
  void theWayToTheProviderIsBoundToThisBrowser() {
    URI way = SignInBrowser.location(browser.begin());
    for (String part :
        List.of("code_challenge_method=S256", "code_challenge=", "state=", "nonce=", "openid")) {
      assertTrue(way.getQuery().contains(part), way::toString);
    }
    assertTrue(way.getQuery().contains("redirect_uri=" + replica.url("/operator/sign-in")));
  }

  @Test
  void anotherSpellingOfTheAddressLeadsThereToo() {
    HttpResponse<String> answer = browser.get(URI.create(replica.url("/operator/%73ign-in")));
    assertEquals(302, answer.statusCode(), answer.body());
    assertTrue(SignInBrowser.location(answer).toString().startsWith(provider.issuer()));
  }

  @Test
  void aCookieThatTheLibraryWouldTakeForTokensIsNotInTheWay() {
    for (String stray : List.of("q_session_operator", "q_session_operator_chunk_x", "q_session")) {
      SignInBrowser visitor = new SignInBrowser(replica.url(""));
      visitor.cookies().put(stray, "stray");
      provider.next("ann", "anteroom-admin");
      HttpResponse<String> back = visitor.signIn();
      assertEquals(302, back.statusCode(), back.body());
      assertTrue(visitor.cookies().containsKey(SESSION), stray);
    }
  }

  @Test
  void whatSomebodySaysInTheProvidersNameIsShortInTheLog() {
    String way = SignInBrowser.location(browser.begin()).getQuery();
    String state = way.replaceAll("(.*&)?state=([^&]+).*", "$2");
    String error = "&error=access_denied&error_description=%1B%5B31m" + "x".repeat(2_000);
    URI back = URI.create(replica.url("/operator/sign-in?state=") + state + error);
    assertProblem(browser.get(back), 401, "unauthorized", "did not succeed");
    List<String> lines =
        replica.log().lines().filter(line -> line.contains("access_denied")).toList();
    assertEquals(1, lines.size(), lines::toString);
    assertTrue(lines.get(0).contains("sign-in: refused: "), lines::toString);
    assertTrue(lines.get(0).contains("?[31mxxx"), lines::toString);
    assertFalse(lines.get(0).contains("x".repeat(200)), lines::toString);
  }

  @Test
  void aForgedStateSignsNobodyIn() {
    provider.next("ann", "anteroom-admin");
    URI back = browser.atProvider(browser.begin());
    String query = back.getQuery();
    URI forged =
        URI.create(replica.url("/operator/sign-in?") + query.replaceAll("state=[^&]+", "state=x"));
    assertProblem(browser.get(forged), 401, "unauthorized", "not begun in this browser");
    SignInBrowser other = new SignInBrowser(replica.url(""));
    assertProblem(other.get(back), 401, "unauthorized", "not begun in this browser");
    assertFalse(browser.cookies().containsKey(SESSION));
    assertEquals(302, browser.get(back).statusCode(), "the right one still does");
    assertProblem(browser.get(back), 401, "unauthorized", "not begun in this browser");
  }

  @Test
  void aStateCookieThatWasChangedSignsNobodyIn() {
    URI back = browser.atProvider(browser.begin());
    browser
        .cookies()
        .replaceAll((name, value) -> value.substring(0, value.length() - 8) + "AAAAAAAA");
    assertProblem(browser.get(back), 401, "unauthorized", "did not succeed");
    assertFalse(browser.cookies().containsKey(SESSION));
  }

  @Test
  void aTokenThatHasExpiredOrIsOfAnotherIssuerSignsNobodyIn() {
    Map<String, Object> claims =
        Map.of("preferred_username", "ann", "groups", List.of("anteroom-admin"));
    provider.next(-3600, claims);
    assertProblem(browser.signIn(), 401, "unauthorized", "did not succeed");
    Map<String, Object> elsewhere = new HashMap<>(claims);
    elsewhere.put("iss", "https://elsewhere.example");
    provider.next(3600, elsewhere);
    assertProblem(browser.signIn(), 401, "unauthorized", "did not succeed");
    elsewhere.put("iss", provider.issuer());
    elsewhere.put("aud", "another-client");
    provider.next(3600, elsewhere);
    assertProblem(browser.signIn(), 401, "unauthorized", "did not succeed");
    assertEquals(Set.of(), browser.cookies().keySet());
    assertFalse(replica.log().contains("\tat "), replica.log());
    assertFalse(replica.log().contains("eyJ"), "no token is in the log");
  }

  @Test
  void keysAreTakenAsInEveryOtherBuild() {
    assertEquals(200, status(replica, TestEnvironment.OPERATOR, "/replicas"));
    assertEquals(200, status(replica, TestEnvironment.ALICE, "/tasks"));
    assertEquals(401, status(replica, "nobody", "/tasks"));
  }

  @Test
  void aWrongSettingStopsTheStart() {
    Map<String, String> environment = SignInProvider.environment(servers, "http://id.example");
    environment.remove("ANTEROOM_OPERATOR_OIDC_CLIENT_ID");
    AnteroomProcess wrong = AnteroomProcess.launch("sign-in-wrong", environment);
    assertNotEquals(0, wrong.awaitExit(Duration.ofMinutes(1)));
    assertTrue(wrong.log().contains("anteroom.operator.oidc.issuer: must be https"), wrong.log());
    assertTrue(wrong.log().contains("oidc.client-id: must be set with an issuer"), wrong.log());
  }

  @Test
  void withoutAnIssuerThereIsNoSuchSignIn() {
    Map<String, String> environment = servers.environment();
    try (AnteroomProcess plain = AnteroomProcess.start("sign-in-off", environment)) {
      SignInBrowser visitor = new SignInBrowser(plain.url(""));
      assertEquals("{}", visitor.read("/operator/session").body());
      assertNotEquals(302, visitor.begin().statusCode());
    }
  }

  private static int status(AnteroomProcess of, String key, String path) {
    return TestResponses.of(of, key, "GET", path, null).statusCode();
  }
}
