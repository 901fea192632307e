package io.anteroom.scenario;

import io.anteroom.TestEnvironment;
import io.anteroom.sandbox.FreePort;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import no.nav.security.mock.oauth2.MockOAuth2Server;
import no.nav.security.mock.oauth2.token.DefaultOAuth2TokenCallback;

/**
 * An OpenID provider that signs its tokens and asks nobody for a password: who comes is whom a test
 * has named.
 */
final class SignInProvider implements AutoCloseable {

  private static final String REALM = "operators";
  private static final long HOUR = 3600;

  private final MockOAuth2Server server = new MockOAuth2Server();

  SignInProvider() {
    server.start();
  }

  String issuer() {
    return server.issuerUrl(REALM).toString();
  }

  /** The next one who signs in is this person, in these groups. */
  void next(String name, String... groups) {
    next(HOUR, Map.of("preferred_username", name, "groups", List.of(groups)));
  }

  /**
   * The next one who signs in.
   *
   * @param seconds how long the token holds; may be negative
   * @param claims beside those that every token has, or in their place
   */
  void next(long seconds, Map<String, Object> claims) {
    server.enqueueCallback(
        new DefaultOAuth2TokenCallback(
            REALM, "subject-1", "JWT", null, new HashMap<>(claims), seconds));
  }

  /** The settings of a service that signs operators in by the provider with this issuer. */
  static Map<String, String> environment(ScenarioServers servers, String issuer) {
    String port = Integer.toString(FreePort.find());
    return servers.environment(
        "QUARKUS_HTTP_PORT",
        port,
        "ANTEROOM_OPERATOR_KEY",
        TestEnvironment.OPERATOR,
        "ANTEROOM_QUOTA_USE_BY",
        "1s",
        "ANTEROOM_OPERATOR_OIDC_ISSUER",
        issuer,
        "ANTEROOM_OPERATOR_OIDC_CLIENT_ID",
        "anteroom",
        "ANTEROOM_OPERATOR_OIDC_CLIENT_SECRET",
        "a-secret-of-the-client",
        "ANTEROOM_OPERATOR_OIDC_PAGE_URL",
        "http://127.0.0.1:" + port + "/operator/");
  }

  @Override
  public void close() {
    server.shutdown();
  }
}
