package io.anteroom;

import io.quarkus.test.junit.QuarkusTestProfile;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/**
 * The whole service with graces of about a second, and 300 KB for large bodies, of which a client
 * has 200. Tests with this profile and the same resources share one start of the service.
 */
public class ShortGraces implements QuarkusTestProfile {

  /** About how long a task is not polled after its first poll without a result. */
  public static final Duration FIRST_BACKOFF = Duration.ofMillis(400);

  @Override
  public Map<String, String> getConfigOverrides() {
    Map<String, String> config = new HashMap<>();
    config.put("anteroom.in-doubt.grace", "400ms");
    config.put("anteroom.in-doubt.check-interval", "100ms");
    config.put("anteroom.upstream.call-timeout-ms", "1000");
    config.put("anteroom.quota.use-by", "500ms");
    config.put("anteroom.upstream.gone-grace", "1s");
    config.put("anteroom.poll.list-lag", "100ms");
    config.put("anteroom.poll.max-interval", "1s");
    config.put("anteroom.poll.first-backoff", FIRST_BACKOFF.toMillis() + "ms");
    config.put("anteroom.submit.intermediary-grace", "2s");
    config.put("anteroom.http.max-body-memory", "300000");
    config.put("anteroom.http.max-body-memory-per-client", "200000");
    return config;
  }
}
