package io.anteroom.callback.destination;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.anteroom.TestSettings;
import io.anteroom.account.ClientsFixture;
import io.quarkus.runtime.configuration.ConfigurationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConfiguredUrlCheckTest {

  private static final String KEY = "anteroom.clients.alice.callback-url";

  @Test
  void aClientMayHaveAUrlOfItsOwn() {
    assertDoesNotThrow(() -> check("https://Hooks.example/anteroom"));
  }

  @ParameterizedTest
  @CsvSource({
    "http://hooks.example/, The URL must be https.",
    "https://10.0.0.1/, The host leads to a private address.",
    "https://localhost/, The host is this machine itself.",
    "hooks.example, The URL must be absolute: https://host/…",
  })
  void aWrongUrlStopsTheStartWithOneLine(String url, String line) {
    ConfigurationException failure = assertThrows(ConfigurationException.class, () -> check(url));
    assertEquals(KEY + ": " + line, failure.getMessage());
  }

  private static void check(String url) {
    DestinationSettings settings = TestSettings.of(DestinationSettings.class);
    new ConfiguredUrlCheck(
        ClientsFixture.of(KEY, url),
        new UrlPolicy(settings, new HostPolicy(settings), new AddressPolicy(settings)));
  }
}
