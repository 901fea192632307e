package io.anteroom.account;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.quarkus.runtime.configuration.ConfigurationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TickKeysTest {

  @Test
  void withoutAKeyNobodyMayTick() {
    TickKeys keys = TickKeysFixture.of("");
    assertTrue(keys.isEmpty());
    assertFalse(keys.knows(""));
  }

  @Test
  void duringARotationThereAreTwo() {
    TickKeys keys = TickKeysFixture.of("old, new");
    assertFalse(keys.isEmpty());
    assertTrue(keys.knows("old"));
    assertTrue(keys.knows("new"));
    assertFalse(keys.knows("client"));
    assertFalse(keys.knows("operator"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "a,b,c | more than two keys",
        "client | is the key of a client or an operator too",
        "operator | is the key of a client or an operator too",
      })
  void aWrongKeyStopsTheStartWithOneLine(String value, String line) {
    ConfigurationException failure =
        assertThrows(ConfigurationException.class, () -> TickKeysFixture.of(value));
    assertEquals("anteroom.engine.tick-key: " + line, failure.getMessage());
  }
}
