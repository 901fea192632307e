package io.anteroom.account;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.quarkus.runtime.configuration.ConfigurationException;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ClientsTest {

  private static final String ALICE = "anteroom.clients.alice.";

  @Test
  void theWeightOfAClientIsOneUnlessConfigured() {
    Clients clients =
        ClientsFixture.of("anteroom.api-keys", "bob:1,bob:2", ALICE + "weight", "2.5");
    assertEquals(
        List.of(new ClientWeight("alice", 2.5), new ClientWeight("bob", 1)),
        clients.weightsOf("default"));
    assertEquals(List.of(), clients.weightsOf("nowhere"));
  }

  @Test
  void aClientOfTheShortFormMayHaveSettings() {
    Clients clients = ClientsFixture.of("anteroom.api-keys", "alice:1", ALICE + "weight", "3");
    assertEquals(List.of(new ClientWeight("alice", 3)), clients.weightsOf("default"));
  }

  @Test
  void aClientBelongsToOneAccount() {
    Clients clients =
        ClientsFixture.of(
            "anteroom.accounts.eu.api-key",
            "another-key",
            "anteroom.api-keys",
            "alice:1",
            ALICE + "account",
            "eu");
    assertEquals("eu", clients.named("alice").orElseThrow().account().name());
    assertEquals(List.of(), clients.weightsOf("default"));
  }

  @Test
  void aClientMayUseEveryCollectionUnlessSomeAreNamed() {
    Clients clients =
        ClientsFixture.of("anteroom.api-keys", "bob:1", ALICE + "collections", "hers, shared");
    Client alice = clients.named("alice").orElseThrow();
    Client bob = clients.named("bob").orElseThrow();
    assertFalse(bob.isRestricted());
    assertTrue(bob.mayUse("any"));
    assertTrue(alice.isRestricted());
    assertTrue(alice.mayUse("hers"));
    assertTrue(alice.mayUse("shared"));
    assertFalse(alice.mayUse("any"));
    assertFalse(alice.mayUse(null));
  }

  @Test
  void unconfiguredSettingsAreAbsent() {
    Client bob = ClientsFixture.of("anteroom.api-keys", "bob:1").named("bob").orElseThrow();
    assertEquals(OptionalInt.empty(), bob.maxQueued());
    assertEquals(Optional.empty(), bob.callbackUrl());
    assertEquals(List.of(), bob.callbackSecrets());
    assertEquals(Optional.empty(), bob.apiVersion());
    assertEquals(Optional.empty(), ClientsFixture.of().named("bob"));
  }

  @Test
  void theNewerCallbackSecretIsFirst() {
    Client alice =
        ClientsFixture.of(ALICE + "callback-secret-previous", "o", ALICE + "callback-secret", "n")
            .named("alice")
            .orElseThrow();
    assertEquals(List.of(new Secret("n"), new Secret("o")), alice.callbackSecrets());
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "-1", "NaN", "Infinity", "0.0001", "1001"})
  void aWrongWeightStopsTheStartWithOneLine(String weight) {
    assertEquals(
        ALICE + "weight: must be from 0.001 to 1000, is " + Double.parseDouble(weight),
        failure(ALICE + "weight", weight));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "account         | nowhere | there is no account nowhere",
        "collections     | ' , '   | must name at least one collection",
        "max-queued      | 0       | must be at least 1, is 0",
      })
  void aWrongSettingStopsTheStartWithOneLine(String setting, String value, String sentence) {
    assertEquals(ALICE + setting + ": " + sentence, failure(ALICE + setting, value));
  }

  @Test
  void aFormerCallbackSecretAloneStopsTheStart() {
    String key = ALICE + "callback-secret";
    assertEquals(
        key + ": not set, but " + key + "-previous is", failure(key + "-previous", "whsec_x"));
  }

  private static String failure(String key, String value) {
    return assertThrows(ConfigurationException.class, () -> ClientsFixture.of(key, value))
        .getMessage();
  }
}
