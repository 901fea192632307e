package io.anteroom.callback;

import io.quarkus.test.junit.QuarkusTestProfile;
import java.util.HashMap;
import java.util.Map;

/** The whole service, with a schedule of fractions of a second, and receivers on this machine. */
public class FastDeliveries implements QuarkusTestProfile {

  /** What the callbacks of alice are signed with; bob has none. */
  static final CallbackSecret SECRET =
      CallbackSecret.parse("whsec_dGhlIHNlY3JldCBvZiB0aGUgdGVzdHMgb2YgY2FsbGJhY2tz");

  @Override
  public Map<String, String> getConfigOverrides() {
    Map<String, String> config = new HashMap<>();
    config.put("anteroom.clients.alice.callback-secret", SECRET.text());
    config.put("anteroom.callbacks.allow-http", "true");
    config.put("anteroom.callbacks.allow-loopback", "true");
    config.put("anteroom.callbacks.schedule", "100ms,100ms,200ms");
    config.put("anteroom.callbacks.jitter", "0");
    config.put("anteroom.callbacks.timeout", "800ms");
    config.put("anteroom.callbacks.longest-retry-after", "1s");
    config.put("anteroom.callbacks.breaker-failures", "8");
    config.put("anteroom.callbacks.breaker-pause", "1s");
    return config;
  }
}
