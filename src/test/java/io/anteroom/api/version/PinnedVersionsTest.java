package io.anteroom.api.version;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.anteroom.TestSettings;
import io.anteroom.account.AccountSettings;
import io.quarkus.runtime.configuration.ConfigurationException;
import org.junit.jupiter.api.Test;

class PinnedVersionsTest {

  private static final String PIN = "anteroom.clients.alice.api-version";

  @Test
  void aClientGetsItsPinAndTheOthersTheFirst() {
    PinnedVersions pins = pinned(" 2024-12-01 ");
    assertEquals(ApiVersion.V2024_12_01, pins.of("alice"));
    assertEquals(ApiVersion.FIRST, pins.of("bob"));
  }

  @Test
  void aPinThatIsNoVersionIsSaid() {
    var failure = assertThrows(ConfigurationException.class, () -> pinned("2023-01-01"));
    assertEquals(PIN + ": must be one of 2024-12-01, is 2023-01-01", failure.getMessage());
  }

  private static PinnedVersions pinned(String day) {
    return new PinnedVersions(TestSettings.of(AccountSettings.class, PIN, day));
  }
}
