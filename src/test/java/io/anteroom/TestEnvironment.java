package io.anteroom;

import io.anteroom.async.Sha256;
import io.anteroom.callback.FastRetryProfile;
import io.anteroom.sandbox.EmbeddedServers;
import io.anteroom.sandbox.upstream.SandboxUpstream;
import io.anteroom.sandbox.upstream.settings.SandboxSettings;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;

/**
 * The servers of a test of the whole service: PostgreSQL, Redis and the stand-in upstream on free
 * ports. The account is on the Enterprise plan, so that tests do not wait for quota, and the
 * circuit breakers do not add up failures of several tests.
 */
public class TestEnvironment implements QuarkusTestResourceLifecycleManager {

  public static final String ALICE = "alice-key-0123456789abcdef0123456789";

  public static final String BOB = "bob-key-0123456789abcdef0123456789ab";

  /**
   * May use the collections {@code franks} and {@code shared} only; has no callback secret until a
   * test asks for one.
   */
  public static final String FRANK = "frank-key-0123456789abcdef0123456789";

  /** Of the account {@code small}, on the Free plan, with two text searches a minute. */
  public static final String DAVE = "dave-key-0123456789abcdef0123456789a";

  /** May have twenty queued tasks. */
  public static final String ERIN = "erin-key-0123456789abcdef0123456789a";

  public static final String OPERATOR = "operator-key-0123456789abcdef012345";

  /** Of an operator with the role read. */
  public static final String READER = "reader-key-0123456789abcdef0123456789";

  public static final String TICK = "tick-key-0123456789abcdef0123456789ab";

  /** Its scripts may call the API. */
  public static final String ORIGIN = "https://tools.example.com";

  /** The callback secret that the configuration gives to bob. */
  public static final String BOBS_SECRET = "whsec_Ym9iJ3Mgc2VjcmV0IG9mIHRoaXJ0eS10d28gYnl0ZXM=";

  private static final String ENCRYPTION_KEY = "dGhpcnR5LXR3byBieXRlcyB0byBlbmNyeXB0IHdpdGg=";

  private EmbeddedServers servers;
  private SandboxUpstream upstream;

  @Override
  public Map<String, String> start() {
    servers = EmbeddedServers.start(Map.of("shared_preload_libraries", "pg_stat_statements"));
    upstream = SandboxUpstream.start(SandboxSettings.instant());
    Map<String, String> config = new HashMap<>();
    config.put("DATABASE_URL", servers.databaseUrl());
    config.put("DATABASE_USER", servers.databaseUser());
    config.put("REDIS_URL", servers.redisUrl());
    config.put("MIXPEEK_BASE_URL", upstream.baseUrl());
    config.put("MIXPEEK_API_KEY", "sandbox-enterprise-key");
    config.put("MIXPEEK_PLAN", "enterprise");
    config.put("ANTEROOM_API_KEYS", "alice:" + ALICE + ",bob:" + BOB + ",frank:" + FRANK);
    config.put("anteroom.clients.frank.collections", "franks, shared");
    config.put("anteroom.accounts.small.base-url", upstream.baseUrl());
    config.put("anteroom.accounts.small.api-key", "sandbox-free-key");
    config.put("anteroom.quota.limits.free.\"search.text\"", "2");
    config.put("anteroom.quota.snapshot-age", "10ms");
    config.put("anteroom.clients.dave.account", "small");
    config.put("anteroom.clients.dave.keys", sha256(DAVE));
    config.put("anteroom.clients.erin.keys", sha256(ERIN));
    config.put("anteroom.clients.erin.max-queued", "20");
    config.put("anteroom.bulk.max-tasks", "200");
    config.put("quarkus.http.proxy.proxy-address-forwarding", "true");
    config.put("quarkus.http.proxy.enable-forwarded-host", "true");
    config.put("anteroom.http.max-search-file", "1000000");
    config.put("anteroom.http.cors-origins", ORIGIN);
    config.put("ANTEROOM_OPERATOR_KEY", OPERATOR);
    config.put("ANTEROOM_OPERATOR_READ_KEY", READER);
    config.put("anteroom.engine.tick-key", TICK);
    config.put("anteroom.clients.bob.callback-secret", BOBS_SECRET);
    config.put("anteroom.callbacks.encryption-key", ENCRYPTION_KEY);
    config.putAll(FastRetryProfile.settings());
    config.put("ANTEROOM_SPOOL", servers.folder().resolve("spool").toString());
    config.put("anteroom.cluster.tick", "200ms");
    config.put("anteroom.metrics.refresh", "100ms");
    config.put("anteroom.poll.first-after", "10ms");
    config.put("anteroom.poll.target-staleness", "10ms");
    config.put("anteroom.poll.first-backoff", "200ms");
    config.put("anteroom.quota.default-backoff", "1s");
    config.put("anteroom.upstream.breaker-volume", "1000");
    config.put("quarkus.http.test-port", "0");
    config.put("quarkus.management.test-port", "0");
    return config;
  }

  /** The SHA-256 of a key in hex, as the configuration takes it. */
  public static String sha256(String key) {
    return HexFormat.of().formatHex(Sha256.digest().digest(key.getBytes(StandardCharsets.UTF_8)));
  }

  @Override
  public void stop() {
    if (upstream != null) {
      upstream.close();
    }
    if (servers != null) {
      servers.close();
    }
  }
}
