package io.anteroom.scenario;

import static io.anteroom.scenario.SignInBrowser.assertProblem;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import io.anteroom.sandbox.upstream.settings.SandboxSettings;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What the claims of a provider mean, where the one of roles has a slash in its name. */
class OperatorSignInClaimsIT {

  private static final String ROLES = "https://a.example/roles";

  @AutoClose
  private static final ScenarioServers servers =
      new ScenarioServers(SandboxSettings.instant(), "enterprise");

  @AutoClose private static final SignInProvider provider = new SignInProvider();
  private static AnteroomProcess replica;

  private final SignInBrowser browser = new SignInBrowser(replica.url(""));

  @BeforeAll
  static void start() {
    Map<String, String> environment = SignInProvider.environment(servers, provider.issuer());
    environment.put("ANTEROOM_OPERATOR_OIDC_ROLE_CLAIM", '"' + ROLES + '"');
    replica = AnteroomProcess.start("sign-in-claims", environment);
  }

  @AfterAll
  static void stop() {
    replica.close();
  }

  @Test
  void aNameWithASlashStandsInDoubleQuotes() {
    next("ann", List.of("staff", "anteroom-read"));
    assertEquals("read", session().path("role").asText());
  }

  @Test
  void eachWordOfATextCounts() {
    next("ann", "not anteroom-admin");
    assertEquals("admin", session().path("role").asText());
  }

  @Test
  void theWordsOfAListAreNotSplit() {
    next("ann", List.of("not anteroom-admin"));
    assertProblem(browser.signIn(), 403, "operators-only", "has no value that gives a role");
  }

  @Test
  void aNameThatTurnsTheDirectionIsRefused() {
    next("ann\u202e", List.of("anteroom-admin"));
    assertProblem(browser.signIn(), 403, "operators-only", "preferred_username has no name");
  }

  private static void next(String name, Object roles) {
    provider.next(3600, Map.of("preferred_username", name, ROLES, roles));
  }

  private JsonNode session() {
    browser.signIn();
    return ScenarioRequests.read(browser.read("/operator/session"));
  }
}
