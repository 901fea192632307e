package io.anteroom.account;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.quarkus.runtime.configuration.ConfigurationException;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OperatorKeysTest {

  /** SHA-256 of {@code a-key-of-32-characters-or-longer}. */
  private static final String DIGEST =
      "2332050cd103b0618c0186d197be63e44398872dc5c79a6dfe884f26c9bf7237";

  @Test
  void withoutAKeyNobodyIsAnOperator() {
    OperatorKeys keys = keys(Map.of("operator.key", ""));
    assertFalse(keys.knows(""));
    assertFalse(keys.knows("client"));
  }

  @Test
  void aKeyMayBeInClearOrADigestAndThereMayBeTwo() {
    OperatorKeys keys = keys(Map.of("operator.key", " new ", "operator.keys", DIGEST));
    assertTrue(keys.knows("new"));
    assertTrue(keys.knows("a-key-of-32-characters-or-longer"));
    assertFalse(keys.knows(DIGEST), "the digest itself is no key");
    assertFalse(keys.knows("client"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "operator.key | a,b,c | ANTEROOM_OPERATOR_KEY: more than two keys of operators",
        "operator.key | client | ANTEROOM_OPERATOR_KEY: is the key of a client too",
        "operator.keys | 12 | anteroom.operator.keys: must be the SHA-256 of a key, 64 hex digits",
      })
  void aWrongKeyStopsTheStartWithOneLine(String key, String value, String line) {
    ConfigurationException failure =
        assertThrows(ConfigurationException.class, () -> keys(Map.of(key, value)));
    assertEquals(line, failure.getMessage());
  }

  private static OperatorKeys keys(Map<String, String> values) {
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
    AccountSettings accounts = config.getConfigMapping(AccountSettings.class);
    return new OperatorKeys(
        config.getConfigMapping(OperatorSettings.class),
        new ApiKeys(accounts, new Clients(accounts, new AccountDirectory(accounts))));
  }
}
