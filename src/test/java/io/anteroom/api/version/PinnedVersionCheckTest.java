package io.anteroom.api.version;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.anteroom.account.ClientsFixture;
import io.quarkus.runtime.configuration.ConfigurationException;
import org.junit.jupiter.api.Test;

class PinnedVersionCheckTest {

  private static final String PIN = "anteroom.clients.alice.api-version";

  @Test
  void aClientMayBePinnedToAVersionThatExists() {
    assertDoesNotThrow(() -> check(" 2024-12-01 "));
  }

  @Test
  void aPinnedVersionThatDoesNotExistStopsTheStart() {
    var failure = assertThrows(ConfigurationException.class, () -> check("2023-01-01"));
    assertEquals(PIN + ": must be one of 2024-12-01, is 2023-01-01", failure.getMessage());
  }

  private static void check(String day) {
    new PinnedVersionCheck(ClientsFixture.of(PIN, day));
  }
}
