package io.anteroom.callback.destination;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.anteroom.TestSettings;
import io.anteroom.account.AccountSettings;
import io.quarkus.runtime.configuration.ConfigurationException;
import java.net.URI;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConfiguredCallbackUrlsTest {

  private static final String KEY = "anteroom.clients.alice.callback-url";

  @Test
  void aClientHasTheUrlOfItsSettings() {
    ConfiguredCallbackUrls urls = urls("https://Hooks.example/anteroom");
    assertEquals(Optional.of(URI.create("https://hooks.example/anteroom")), urls.of("alice"));
    assertEquals(Optional.empty(), urls.of("bob"));
  }

  @ParameterizedTest
  @CsvSource({
    "http://hooks.example/, The URL must be https.",
    "https://10.0.0.1/, The host leads to a private address.",
    "https://localhost/, The host is this machine itself.",
    "hooks.example, The URL must be absolute: https://host/…",
  })
  void aWrongOneStopsTheStartWithOneLine(String url, String line) {
    ConfigurationException failure = assertThrows(ConfigurationException.class, () -> urls(url));
    assertEquals(KEY + ": " + line, failure.getMessage());
  }

  private static ConfiguredCallbackUrls urls(String url) {
    DestinationSettings settings = TestSettings.of(DestinationSettings.class);
    return new ConfiguredCallbackUrls(
        TestSettings.of(AccountSettings.class, KEY, url),
        new UrlPolicy(settings, new HostPolicy(settings), new AddressPolicy(settings)));
  }
}
