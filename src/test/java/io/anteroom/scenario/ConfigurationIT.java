package io.anteroom.scenario;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import io.anteroom.sandbox.upstream.settings.SandboxSettings;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * A wrong configuration stops the start with one line for each fault, which names the key and the
 * reason, before the database is touched.
 */
class ConfigurationIT {

  private static final Duration START = Duration.ofSeconds(60);

  @AutoClose
  private static final ScenarioServers servers =
      ScenarioServers.unmigrated(SandboxSettings.instant(), "pro");

  /** A setting with a wrong value, and how the line begins that tells of it. */
  private record Wrong(String key, String value, String line) {}

  @Test
  void eachValueOutsideItsBoundsAndEachUnknownNameHasALine() {
    assertSaid(
        new Wrong(
            "ANTEROOM_QUOTA_WINDOW", "0s", "anteroom.quota.window: must be longer than 0, is 0s"),
        new Wrong("ANTEROOM_QUOTA_BURST", "-1", "anteroom.quota.burst: must be at least 0, is -1"),
        new Wrong(
            "ANTEROOM_POLL_PAGE_SIZE", "0", "anteroom.poll.page-size: must be from 1 to 100, is 0"),
        new Wrong(
            "ANTEROOM_POLL_TARGET_STALENESS",
            "0s",
            "anteroom.poll.target-staleness: must be longer than 0, is 0s"),
        new Wrong("ANTEROOM_BULK_BATCH", "0", "anteroom.bulk.batch: must be from 1 to 1000, is 0"),
        new Wrong(
            "ANTEROOM_IN_DOUBT_GRACE",
            "0s",
            "anteroom.in-doubt.grace: must be longer than 0, is 0s"),
        new Wrong(
            "ANTEROOM_CALLBACKS_SECRET_ROTATION",
            "-1s",
            "anteroom.callbacks.secret-rotation: must be from 0 to 365 days, is -1s"),
        new Wrong(
            "ANTEROOM_HTTP_GUARD_HEAD_TIMEOUT",
            "0s",
            "anteroom.http.guard.head-timeout: must be longer than 0, is 0s"),
        new Wrong(
            "ANTEROOM_QUOTA_WINDOWS",
            "1s",
            "ANTEROOM_QUOTA_WINDOWS: is no setting; the nearest is ANTEROOM_QUOTA_WINDOW"),
        new Wrong(
            "DATABASE_URL",
            "postgres//x",
            "DATABASE_URL: must be postgresql://host[:port]/database[?parameters]"),
        new Wrong("REDIS_URL", "http://127.0.0.1:6379", "REDIS_URL: must be redis://"));
  }

  @Test
  void eachSettingThatContradictsAnotherHasALine() {
    assertSaid(
        new Wrong(
            "MIXPEEK_BASE_URL",
            "http://example.com",
            "anteroom.accounts.default.base-url: must be https (plain http only to loopback), is"
                + " http://example.com"),
        new Wrong(
            "ANTEROOM_ACCOUNTS_DEFAULT_API_VERSION",
            "of today",
            "anteroom.accounts.default.api-version: must be 1 to 100 printable ASCII characters"),
        new Wrong(
            "ANTEROOM_OPERATOR_OIDC_ISSUER",
            "http://id.example",
            "anteroom.operator.oidc.issuer: must be https (plain http only to loopback), is"
                + " http://id.example"),
        new Wrong(
            "ANTEROOM_CLUSTER_LEASE",
            "4s",
            "anteroom.cluster.lease: must be longer than quota.use-by, or a submit leaves after its"
                + " takeover"),
        new Wrong(
            "ANTEROOM_ENGINE_MODE",
            "on-demand",
            "anteroom.engine.tick-key: must be set with mode=on-demand, or nothing does what is due"
                + " between requests"),
        new Wrong(
            "ANTEROOM_OPERATOR_KEY",
            "a,b,c",
            "ANTEROOM_OPERATOR_KEY: operator operator has more than two keys"),
        new Wrong(
            "ANTEROOM_CALLBACKS_DENY_NETWORKS",
            "10.0.0.1/8",
            "anteroom.callbacks.deny-networks: 10.0.0.1/8 has bits set after its prefix"));
  }

  @Test
  void eachWrongSettingOfAClientHasALine() {
    assertSaid(
        new Wrong(
            "ANTEROOM_CLIENTS_ALICE_CALLBACK_SECRET",
            "nonsense",
            "anteroom.clients.alice.callback-secret: a callback secret starts with whsec_"),
        new Wrong(
            "ANTEROOM_CLIENTS_ALICE_CALLBACK_URL",
            "https://127.1/",
            "anteroom.clients.alice.callback-url: An IPv4 address must be written as four decimal"
                + " numbers."),
        new Wrong(
            "ANTEROOM_CLIENTS_ALICE_API_VERSION",
            "2023-01-01",
            "anteroom.clients.alice.api-version: must be one of 2024-12-01, is 2023-01-01"),
        new Wrong(
            "ANTEROOM_CLIENTS_SHOP_KEYS",
            "no-hash",
            "anteroom.clients.shop.keys: must be the SHA-256 of a key, 64 hex digits"),
        new Wrong(
            "MIXPEEK_PLAN",
            "gold",
            "anteroom.accounts.default.plan: must be free, pro or enterprise, is gold"),
        new Wrong(
            "ANTEROOM_CALLBACKS_ENCRYPTION_KEY",
            "c2hvcnQ=",
            "anteroom.callbacks.encryption-key: must be 32 bytes in base64"));
  }

  @Test
  void eachSettingOfNobodyHasALine() {
    assertSaid(
        new Wrong(
            "ANTEROOM_CLIENTS_ALCIE_CALLBACK_URL",
            "https://x.example/",
            "anteroom.clients.alcie.keys: not set, and ANTEROOM_API_KEYS has no key for it"),
        new Wrong(
            "ANTEROOM_CLIENTS_MY_SHOP_COLLECTIONS",
            "a",
            "ANTEROOM_CLIENTS_MY_SHOP_COLLECTIONS: is of nobody"),
        new Wrong(
            "ANTEROOM_CLIENTS_ALICE_CALLBACK_SECRET_PREVIOUS",
            "whsec_b2xkIHNlY3JldCBvZiBhdCBsZWFzdCAyNCBieXRlcw==",
            "anteroom.clients.alice.callback-secret: not set, but"
                + " anteroom.clients.alice.callback-secret-previous is"),
        new Wrong(
            "MIXPEEK_API_KEY",
            "",
            "MIXPEEK_API_KEY: not set, and no account under anteroom.accounts has an api-key"),
        new Wrong(
            "ANTEROOM_CALLBACKS_ALLOW_HOSTS",
            "https://x.y",
            "anteroom.callbacks.allow-hosts: must be names of hosts, has https://x.y"));
  }

  private static void assertSaid(Wrong... settings) {
    String[] environment =
        Stream.of(settings).flatMap(s -> Stream.of(s.key(), s.value())).toArray(String[]::new);
    AnteroomProcess replica = AnteroomProcess.launch("wrong", servers.environment(environment));
    assertNotEquals(0, replica.awaitExit(START));
    String log = replica.log();
    for (Wrong setting : settings) {
      assertEquals(
          1,
          log.lines().filter(line -> line.strip().startsWith(setting.line())).count(),
          () -> setting.line() + " is not told once in\n" + log);
    }
    assertFalse(log.contains("Configuration validation failed"), log);
    assertFalse(log.contains("Migrating"), log);
    assertFalse(log.contains("\tat "), log);
  }

  /** Values of a wrong type are reported by the configuration library. */
  @ParameterizedTest
  @CsvSource({
    "ANTEROOM_SPOOL, /proc/nowhere, anteroom.spool.directory",
    "ANTEROOM_QUOTA_WINDOW, soon, anteroom.quota.window",
    "ANTEROOM_SPOOL_KIND, tape, anteroom.spool.kind",
    "ANTEROOM_QUOTA_USE_BY, 1000000000000d, anteroom.quota.use-by",
  })
  void aValueOfAnotherTypeStopsTheStart(String key, String value, String setting) {
    assertNamed(key, value, setting);
  }

  @Tag("scenarios")
  @ParameterizedTest
  @CsvSource({
    "ANTEROOM_QUOTA_BURST, many, anteroom.quota.burst",
    "ANTEROOM_CLUSTER_LEASE, 3651d, anteroom.cluster.lease",
    "ANTEROOM_STOP_TIMEOUT, 1000000000000000000d, quarkus.shutdown.timeout",
    "ANTEROOM_IN_DOUBT_POLICY, guess, anteroom.in-doubt.policy",
    "ANTEROOM_ENGINE_MODE, sometimes, anteroom.engine.mode",
  })
  void anotherValueOfAnotherTypeStopsTheStart(String key, String value, String setting) {
    assertNamed(key, value, setting);
  }

  private static void assertNamed(String key, String value, String setting) {
    AnteroomProcess replica = launch(key, value);
    assertNotEquals(0, replica.awaitExit(START));
    assertEquals(
        1,
        replica.log().lines().map(String::strip).filter(l -> l.contains(setting)).count(),
        replica.log());
    assertFalse(replica.log().contains("\tat "), replica.log());
  }

  /** The process ends soon, so that the faster compiler is enough. */
  private static AnteroomProcess launch(String key, String value) {
    return AnteroomProcess.launch("wrong", servers.environment(key, value));
  }

  @Test
  void secretsAreNotInTheLog() {
    try (AnteroomProcess replica =
        AnteroomProcess.start("secrets", servers.environment("QUARKUS_LOG_LEVEL", "DEBUG"))) {
      ScenarioRequests.postJson(
          replica, "/index-and-wait", "{\"text\": \"secret\", \"collection_id\": \"c\"}");
      assertFalse(replica.log().contains("sandbox-pro-key"));
      assertFalse(replica.log().contains(io.anteroom.TestEnvironment.ALICE));
    }
  }
}
