package io.anteroom.callback.secret;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.anteroom.account.ClientsFixture;
import io.quarkus.runtime.configuration.ConfigurationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConfiguredSecretCheckTest {

  private static final String NEW = "whsec_bmV3IHNlY3JldCBvZiBhdCBsZWFzdCAyNCBieXRlcw==";
  private static final String OLD = "whsec_b2xkIHNlY3JldCBvZiBhdCBsZWFzdCAyNCBieXRlcw==";
  private static final String ALICE = "anteroom.clients.alice.callback-secret";

  @Test
  void aClientMayHaveASecretAndAPreviousOne() {
    assertDoesNotThrow(() -> check(ALICE, NEW, ALICE + "-previous", OLD));
    assertDoesNotThrow(() -> check("anteroom.clients.alice.weight", "2"));
  }

  @Test
  void thePreviousSecretIsCheckedToo() {
    ConfigurationException failure =
        assertThrows(
            ConfigurationException.class, () -> check(ALICE, NEW, ALICE + "-previous", "nonsense"));
    assertEquals(ALICE + "-previous: a callback secret starts with whsec_", failure.getMessage());
  }

  @ParameterizedTest
  @CsvSource({
    "callback-secret, nonsense, callback-secret: a callback secret starts with whsec_",
    "callback-secret, whsec_x y, callback-secret: what follows whsec_ must be base64",
    "callback-secret, whsec_c2hvcnQ=, callback-secret: a callback secret has 24 to 64 bytes",
  })
  void aWrongSecretStopsTheStartWithOneLine(String setting, String value, String line) {
    String prefix = "anteroom.clients.alice.";
    ConfigurationException failure =
        assertThrows(ConfigurationException.class, () -> check(prefix + setting, value));
    assertEquals(prefix + line, failure.getMessage());
  }

  private static void check(String... keysAndValues) {
    new ConfiguredSecretCheck(ClientsFixture.of(keysAndValues));
  }
}
