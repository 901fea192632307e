package io.anteroom.account;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OperatorSessionsTest {

  private static final Instant START = Instant.parse("2026-11-29T08:00:00Z");
  private static final Map<String, String> KEYS =
      Map.of("operator.key", "admin-key", "operator.read-key", "read-key");

  @Test
  void aSessionIsOfTheOperatorWhoseKeyBeganIt() {
    OperatorSessions sessions = sessions(KEYS, START);
    OperatorSession admin = sessions.read(begin(sessions, "admin-key")).orElseThrow();
    assertTrue(admin.operator().isAdmin());
    assertEquals(START.plus(Duration.ofHours(8)), admin.until());
    Operator reader = sessions.read(begin(sessions, "read-key")).orElseThrow().operator();
    assertEquals(new Operator("reader", OperatorRole.READ), reader);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "other", "client", "admin-key "})
  void withoutTheKeyOfAnOperatorNoneBegins(String key) {
    assertEquals(Optional.empty(), sessions(KEYS, START).begin(key));
  }

  @Test
  void itEndsAfterEightHours() {
    String session = begin(sessions(KEYS, START), "admin-key");
    Instant end = START.plus(OperatorSessions.LENGTH);
    assertTrue(sessions(KEYS, end.minusSeconds(1)).read(session).isPresent());
    assertEquals(Optional.empty(), sessions(KEYS, end).read(session));
  }

  @Test
  void whatIsNotSignedHereIsNoSession() {
    OperatorSessions sessions = sessions(KEYS, START);
    String session = begin(sessions, "read-key");
    String[] parts = session.split("\\.");
    String later = Long.toString(Long.parseLong(parts[1]) + 1);
    String last = session.endsWith("A") ? "E" : "A";
    for (String forged :
        List.of(
            "",
            "1",
            parts[0] + "." + later + "." + parts[2],
            "2." + parts[1] + "." + parts[2],
            parts[0] + "." + parts[1] + ".",
            session.substring(0, session.length() - 1) + last,
            session + "A",
            " " + session,
            parts[0] + ".99999999999999999999." + parts[2])) {
      assertEquals(Optional.empty(), sessions.read(forged), forged);
    }
  }

  @Test
  void everyReplicaWithTheSameConfigurationTakesIt() {
    String session = begin(sessions(KEYS, START), "admin-key");
    assertTrue(sessions(KEYS, START).read(session).isPresent());
  }

  @Test
  void itEndsWhenItsKeyHasLeftTheConfiguration() {
    String session = begin(sessions(KEYS, START), "admin-key");
    Map<String, String> rotated =
        Map.of("operator.key", "new-key", "operator.read-key", "read-key");
    assertEquals(Optional.empty(), sessions(rotated, START).read(session));
    Map<String, String> both = Map.of("operator.key", "new-key,admin-key");
    assertTrue(sessions(both, START).read(session).orElseThrow().operator().isAdmin());
  }

  @Test
  void itsRoleIsTheOneThatTheKeyHasNow() {
    String session = begin(sessions(KEYS, START), "admin-key");
    Map<String, String> demoted = Map.of("operator.read-key", "admin-key");
    assertEquals(
        OperatorRole.READ, sessions(demoted, START).read(session).orElseThrow().operator().role());
  }

  /** The configuration may show digests of keys: who reads them must not be able to sign. */
  @Test
  void theKeysOfTheAccountsAreNeededToSignOne() {
    Map<String, String> elsewhere = new HashMap<>(KEYS);
    elsewhere.put("accounts.default.api-key", "other-upstream-key");
    String session = begin(sessions(elsewhere, START), "admin-key");
    assertNotEquals(begin(sessions(KEYS, START), "admin-key"), session);
    assertEquals(Optional.empty(), sessions(KEYS, START).read(session));
  }

  private static String begin(OperatorSessions sessions, String key) {
    return sessions.begin(key).orElseThrow();
  }

  private static OperatorSessions sessions(Map<String, String> values, Instant now) {
    Map<String, String> properties = new HashMap<>();
    properties.put("anteroom.accounts.default.api-key", "upstream-key");
    properties.put("anteroom.api-keys", "alice:client");
    values.forEach((key, value) -> properties.put("anteroom." + key, value));
    SmallRyeConfig config =
        new SmallRyeConfigBuilder()
            .withMapping(AccountSettings.class)
            .withMapping(OperatorSettings.class)
            .withSources(new PropertiesConfigSource(properties, "test", 100))
            .addDiscoveredConverters()
            .build();
    AccountSettings settings = config.getConfigMapping(AccountSettings.class);
    AccountDirectory accounts = new AccountDirectory(settings);
    OperatorKeys keys =
        new OperatorKeys(
            config.getConfigMapping(OperatorSettings.class),
            new ApiKeys(settings, new Clients(settings, accounts)));
    Clock clock = Clock.fixed(now, ZoneOffset.UTC);
    return new OperatorSessions(keys, OidcFixture.none(accounts, clock), accounts, clock);
  }
}
