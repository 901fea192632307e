package io.anteroom.callback.secret;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.anteroom.TestSettings;
import io.anteroom.account.AccountSettings;
import io.quarkus.runtime.configuration.ConfigurationException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConfiguredSecretsTest {

  private static final String NEW = "whsec_bmV3IHNlY3JldCBvZiBhdCBsZWFzdCAyNCBieXRlcw==";
  private static final String OLD = "whsec_b2xkIHNlY3JldCBvZiBhdCBsZWFzdCAyNCBieXRlcw==";
  private static final String ALICE = "anteroom.clients.alice.callback-secret";

  @Test
  void theNewerOneIsFirst() {
    ConfiguredSecrets secrets = secrets(ALICE, NEW, ALICE + "-previous", OLD);
    assertEquals(
        List.of(CallbackSecret.parse(NEW), CallbackSecret.parse(OLD)), secrets.of("alice"));
    assertEquals(List.of(CallbackSecret.parse(NEW)), secrets(ALICE, NEW).of("alice"));
    assertEquals(List.of(), secrets.of("bob"));
    assertEquals(List.of(), secrets("anteroom.clients.alice.weight", "2").of("alice"));
  }

  @ParameterizedTest
  @CsvSource({
    "callback-secret, nonsense, callback-secret: a callback secret starts with whsec_",
    "callback-secret, whsec_x y, callback-secret: what follows whsec_ must be base64",
    "callback-secret, whsec_c2hvcnQ=, callback-secret: a callback secret has 24 to 64 bytes",
    "callback-secret-previous, "
        + OLD
        + ", 'callback-secret: not set, but anteroom.clients.alice.callback-secret-previous is'",
  })
  void aWrongOneStopsTheStartWithOneLine(String setting, String value, String line) {
    String prefix = "anteroom.clients.alice.";
    ConfigurationException failure =
        assertThrows(ConfigurationException.class, () -> secrets(prefix + setting, value));
    assertEquals(prefix + line, failure.getMessage());
  }

  private static ConfiguredSecrets secrets(String... keysAndValues) {
    return new ConfiguredSecrets(TestSettings.of(AccountSettings.class, keysAndValues));
  }
}
