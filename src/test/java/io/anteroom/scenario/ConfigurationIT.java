package io.anteroom.scenario;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.anteroom.sandbox.upstream.settings.SandboxSettings;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A wrong configuration stops the start with one line that names the key and the reason. */
class ConfigurationIT {

  private static final Duration START = Duration.ofSeconds(60);

  @AutoClose
  private static final ScenarioServers servers =
      new ScenarioServers(SandboxSettings.instant(), "pro");

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "MIXPEEK_BASE_URL | http://example.com | anteroom.accounts.default.base-url: must be https"
            + " (plain http only to loopback), is http://example.com",
        "MIXPEEK_API_KEY | '' | MIXPEEK_API_KEY: not set, and no account under anteroom.accounts"
            + " has an api-key",
        "ANTEROOM_QUOTA_WINDOW | 0s | anteroom.quota.window must be longer than 0",
        "ANTEROOM_CLUSTER_LEASE | 4s | anteroom.cluster.lease: must be longer than quota.use-by, or"
            + " a submit leaves after its takeover",
        "DATABASE_URL | postgres//x | DATABASE_URL: must be"
            + " postgresql://host[:port]/database[?parameters]",
        "ANTEROOM_QUOTA_WINDOWS | 1s | ANTEROOM_QUOTA_WINDOWS: is no setting; the nearest is"
            + " ANTEROOM_QUOTA_WINDOW",
        "ANTEROOM_ENGINE_MODE | on-demand | anteroom.engine.tick-key: must be set with"
            + " mode=on-demand, or nothing does what is due between requests",
      })
  void aWrongValueStopsTheStart(String key, String value, String line) {
    assertSaid(key, value, line);
  }

  /**
   * The same places that check with other values, and those of which a unit test shows the line.
   */
  @Tag("scenarios")
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "MIXPEEK_BASE_URL | ftp://127.0.0.1 | anteroom.accounts.default.base-url: must be"
            + " https://host[:port][/path]",
        "ANTEROOM_API_KEYS | nocolon | ANTEROOM_API_KEYS: must be name:key[,name:key…]",
        "ANTEROOM_CLIENTS_ALICE_CALLBACK_SECRET | nonsense |"
            + " anteroom.clients.alice.callback-secret: a callback secret starts with whsec_",
        "ANTEROOM_CALLBACKS_ENCRYPTION_KEY | c2hvcnQ= | anteroom.callbacks.encryption-key: must be"
            + " 32 bytes in base64",
        "ANTEROOM_CALLBACKS_DENY_NETWORKS | 10.0.0.1/8 | anteroom.callbacks.deny-networks:"
            + " 10.0.0.1/8 has bits set after its prefix",
        "MIXPEEK_PLAN | gold | anteroom.accounts.default.plan: must be free, pro or enterprise, is"
            + " gold",
        "ANTEROOM_API_KEYS | a:same,b:same | ANTEROOM_API_KEYS: clients a and b have the same key",
        "ANTEROOM_IN_DOUBT_GRACE | 0s | anteroom.in-doubt.grace must be longer than 0",
        "ANTEROOM_CLIENTS_ALICE_CALLBACK_SECRET_PREVIOUS |"
            + " whsec_b2xkIHNlY3JldCBvZiBhdCBsZWFzdCAyNCBieXRlcw== |"
            + " anteroom.clients.alice.callback-secret: not set, but"
            + " anteroom.clients.alice.callback-secret-previous is",
        "ANTEROOM_CLIENTS_ALICE_CALLBACK_URL | https://127.1/ |"
            + " anteroom.clients.alice.callback-url: An IPv4 address must be written as four"
            + " decimal numbers.",
        "ANTEROOM_CLIENTS_ALCIE_CALLBACK_URL | https://x.example/ | anteroom.clients.alcie.keys:"
            + " not set, and ANTEROOM_API_KEYS has no key for it",
        "ANTEROOM_CLIENTS_MY_SHOP_COLLECTIONS | a | ANTEROOM_CLIENTS_MY_SHOP_COLLECTIONS: is of"
            + " nobody",
        "ANTEROOM_CLIENTS_ALICE_API_VERSION | 2023-01-01 | anteroom.clients.alice.api-version: must"
            + " be one of 2024-12-01, is 2023-01-01",
        "ANTEROOM_CALLBACKS_SECRET_ROTATION | -1s | anteroom.callbacks.secret-rotation must be from"
            + " 0 to 365 days",
        "ANTEROOM_CALLBACKS_ALLOW_HOSTS | https://x.y | anteroom.callbacks.allow-hosts: must be"
            + " names of hosts, has https://x.y",
        "ANTEROOM_HTTP_GUARD_HEAD_TIMEOUT | 0s | anteroom.http.guard.head-timeout must be longer"
            + " than 0",
        "ANTEROOM_OPERATOR_KEY | a,b,c | ANTEROOM_OPERATOR_KEY: more than two keys of operators",
        "DATABASE_URL | postgres://127.0.0.1/db | DATABASE_URL: must be"
            + " postgresql://host[:port]/database[?parameters]",
        "DATABASE_URL | postgresql://127.0.0.1 | DATABASE_URL: must be"
            + " postgresql://host[:port]/database[?parameters]",
        "REDIS_URL | redis//x | REDIS_URL: must be redis://",
        "REDIS_URL | http://127.0.0.1:6379 | REDIS_URL: must be redis://",
        "ANTEROOM_POLL_TARGET_STALENESS | 0s | anteroom.poll.target-staleness must be longer than"
            + " 0",
      })
  void anotherWrongValueStopsTheStart(String key, String value, String line) {
    assertSaid(key, value, line);
  }

  @Test
  void eachOfSeveralWrongValuesHasALineWithoutAHeader() {
    AnteroomProcess replica =
        AnteroomProcess.launch(
            "wrong",
            servers.environment("ANTEROOM_QUOTA_BURST", "-1", "ANTEROOM_POLL_PAGE_SIZE", "0"));
    assertNotEquals(0, replica.awaitExit(START));
    List<String> lines = replica.log().lines().toList();
    assertTrue(
        lines.contains("anteroom.quota.burst must be greater than or equal to 0"), replica.log());
    assertTrue(
        lines.contains("anteroom.poll.page-size must be greater than or equal to 1"),
        replica.log());
    assertFalse(replica.log().contains("Configuration validation failed"), replica.log());
    assertFalse(replica.log().contains("\tat "), replica.log());
  }

  @Test
  void aWrongPlanHidesNoWrongKeyAndTheDatabaseStaysEmpty() {
    AnteroomProcess replica =
        AnteroomProcess.launch(
            "wrong",
            servers.environment("MIXPEEK_PLAN", "gold", "ANTEROOM_CLIENTS_SHOP_KEYS", "no-hash"));
    assertNotEquals(0, replica.awaitExit(START));
    List<String> lines = replica.log().lines().toList();
    assertTrue(
        lines.contains("anteroom.accounts.default.plan: must be free, pro or enterprise, is gold"),
        replica.log());
    assertTrue(
        lines.contains("anteroom.clients.shop.keys: must be the SHA-256 of a key, 64 hex digits"),
        replica.log());
    assertFalse(replica.log().contains("Migrating"), replica.log());
    assertFalse(replica.log().contains("\tat "), replica.log());
  }

  private static void assertSaid(String key, String value, String line) {
    AnteroomProcess replica = launch(key, value);
    assertNotEquals(0, replica.awaitExit(START));
    List<String> said =
        replica
            .log()
            .lines()
            .map(String::strip)
            .filter(l -> l.startsWith(line.substring(0, 12)))
            .toList();
    assertEquals(1, said.size(), replica.log());
    assertEquals(line, said.get(0).substring(0, Math.min(line.length(), said.get(0).length())));
    assertFalse(replica.log().contains("\tat "), replica.log());
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
