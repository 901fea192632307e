package io.anteroom.sandbox.upstream.http;

import io.anteroom.sandbox.upstream.settings.SandboxPlan;
import io.anteroom.sandbox.upstream.settings.SandboxSettings;
import java.util.Map;

/** Who calls, by the bearer key (source: seed, "Authentication"). */
final class KeyCheck {
  private static final String SCHEME = "Bearer ";

  private KeyCheck() {}

  /**
   * The account of an {@code Authorization} header, which may be null.
   *
   * @throws CallRefusedException with 401 or 403
   */
  static SandboxCaller check(String authorization, SandboxSettings settings) {
    if (authorization == null
        || !authorization.regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
      throw unauthorized("no API key");
    }
    String key = authorization.substring(SCHEME.length()).strip();
    if (settings.forbiddenKeys().contains(key)) {
      throw new CallRefusedException(SandboxResponse.error(403, "this API key may not do that"));
    }
    SandboxPlan sandboxPlan = settings.keys().get(key);
    if (sandboxPlan == null) {
      throw unauthorized("unknown API key");
    }
    return new SandboxCaller(key, sandboxPlan);
  }

  private static CallRefusedException unauthorized(String message) {
    return new CallRefusedException(
        SandboxResponse.error(401, message).with(Map.of("WWW-Authenticate", "Bearer")));
  }
}
