package io.anteroom.account;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.anteroom.TestSettings;
import io.anteroom.async.SettingFaults;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OidcSessionsTest {

  private static final Instant START = Instant.parse("2026-11-29T08:00:00Z");
  private static final Operator ANN = new Operator("oidc:ann@example.com", OperatorRole.ADMIN);

  @Test
  void aSessionTellsWhoAndUntilWhen() {
    OidcSessions sessions = sessions(START);
    OperatorSession session = sessions.read(sessions.begin(ANN)).orElseThrow();
    assertEquals(ANN, session.operator());
    assertEquals(START.plus(Duration.ofHours(8)), session.until());
    Operator odd = new Operator("oidc:Jürgen 7 <\"'>", OperatorRole.READ);
    assertEquals(odd, sessions.read(sessions.begin(odd)).orElseThrow().operator());
  }

  @Test
  void itEndsAfterEightHours() {
    String session = sessions(START).begin(ANN);
    Instant end = START.plus(OperatorSessions.LENGTH);
    assertTrue(sessions(end.minusSeconds(1)).read(session).isPresent());
    assertEquals(Optional.empty(), sessions(end).read(session));
  }

  @Test
  void whatIsNotSignedHereIsNoSession() {
    OidcSessions sessions = sessions(START);
    String session = sessions.begin(new Operator("oidc:bob", OperatorRole.READ));
    String[] parts = session.split("\\.");
    String later = Long.toString(Long.parseLong(parts[1]) + 1);
    String other = Base64.getUrlEncoder().withoutPadding().encodeToString("oidc:ann".getBytes());
    for (List<String> forged :
        List.of(
            List.of("2", later, parts[2], parts[3], parts[4]),
            List.of("2", parts[1], "admin", parts[3], parts[4]),
            List.of("2", parts[1], "root", parts[3], parts[4]),
            List.of("2", parts[1], parts[2], other, parts[4]),
            List.of("2", parts[1], parts[2], parts[3], "A".repeat(43)),
            List.of("1", parts[1], parts[2], parts[3], parts[4]),
            List.of("2", parts[1], parts[2], parts[3]))) {
      String text = String.join(".", forged);
      assertEquals(Optional.empty(), sessions.read(text), text);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "client-secret, another secret",
    "client-id, another",
    "issuer, https://other.example",
    "admin-values, others",
    "role-claim, roles",
    "name-claim, sub",
  })
  void itEndsWhenTheProviderOrItsRolesChange(String setting, String value) {
    String session = sessions(START).begin(ANN);
    assertEquals(Optional.empty(), sessions(START, setting, value).read(session));
  }

  @Test
  void everyReplicaWithTheSameConfigurationTakesIt() {
    assertTrue(sessions(START).read(sessions(START).begin(ANN)).isPresent());
    assertEquals(sessions(START).stateSecret(), sessions(START).stateSecret());
    assertNotEquals(
        sessions(START).stateSecret(), sessions(START, "client-secret", "x").stateSecret());
  }

  @Test
  void withoutAProviderThereIsNone() {
    Clock clock = Clock.fixed(START, ZoneOffset.UTC);
    OidcSessions none = OidcFixture.none(accounts(), clock);
    assertEquals(Optional.empty(), none.read(none.begin(ANN)));
  }

  private static OidcSessions sessions(Instant now, String... changes) {
    return new OidcSessions(
        OidcFixture.operators(new SettingFaults(), OidcFixture.provider(changes)),
        accounts(),
        Clock.fixed(now, ZoneOffset.UTC));
  }

  private static AccountDirectory accounts() {
    return new AccountDirectory(
        TestSettings.of(
            AccountSettings.class, "anteroom.accounts.default.api-key", "upstream-key"));
  }
}
