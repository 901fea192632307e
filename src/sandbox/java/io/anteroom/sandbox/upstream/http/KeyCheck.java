package io.anteroom.sandbox.upstream.http;

import io.anteroom.sandbox.upstream.settings.Plan;
import io.anteroom.sandbox.upstream.settings.UpstreamSettings;
import java.util.Map;

/** Who calls, by the bearer key (source: seed, "Authentication"). */
final class KeyCheck {
  private static final String SCHEME = "Bearer ";

  private KeyCheck() {}

  /**
   * The account of an {@code Authorization} header, which may be null.
   *
   * @throws CallRefused with 401 or 403
   */
  static Caller check(String authorization, UpstreamSettings settings) {
    if (authorization == null
        || !authorization.regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
      throw unauthorized("no API key");
    }
    String key = authorization.substring(SCHEME.length()).strip();
    if (settings.forbiddenKeys().contains(key)) {
      throw new CallRefused(Answer.error(403, "this API key may not do that"));
    }
    Plan plan = settings.keys().get(key);
    if (plan == null) {
      throw unauthorized("unknown API key");
    }
    return new Caller(key, plan);
  }

  private static CallRefused unauthorized(String message) {
    return new CallRefused(Answer.error(401, message).with(Map.of("WWW-Authenticate", "Bearer")));
  }
}
