package io.anteroom.callback;

import io.anteroom.TestEnvironment;
import io.anteroom.callback.secret.CallbackSecret;
import java.util.HashMap;
import java.util.Map;

/**
 * Deliveries of the whole service: a schedule of fractions of a second, receivers on this machine.
 */
public final class FastRetryProfile {

  /** The key of carol, who has no callback secret. */
  public static final String CAROL = "carol-key-0123456789abcdef0123456789";

  /** What the callbacks of alice are signed with. */
  static final CallbackSecret SECRET =
      CallbackSecret.parse("whsec_dGhlIHNlY3JldCBvZiB0aGUgdGVzdHMgb2YgY2FsbGJhY2tz");

  private FastRetryProfile() {}

  public static Map<String, String> settings() {
    Map<String, String> config = new HashMap<>();
    config.put("anteroom.clients.alice.callback-secret", SECRET.text());
    config.put("anteroom.clients.carol.keys", TestEnvironment.sha256(CAROL));
    config.put("anteroom.clients.carol.max-queued", "5");
    config.put("anteroom.callbacks.allow-http", "true");
    config.put("anteroom.callbacks.allow-loopback", "true");
    config.put("anteroom.callbacks.schedule", "100ms,100ms,200ms");
    config.put("anteroom.callbacks.jitter", "0");
    config.put("anteroom.callbacks.timeout", "800ms");
    config.put("anteroom.callbacks.max-retry-after", "1s");
    config.put("anteroom.callbacks.breaker-failures", "8");
    config.put("anteroom.callbacks.breaker-delay", "1s");
    return config;
  }
}
