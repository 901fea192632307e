package io.anteroom.account;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.quarkus.runtime.configuration.ConfigurationException;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OperatorKeysTest {

  private static final String KEY = "a-key-of-32-characters-or-longer";

  private static final String DIGEST =
      "2332050cd103b0618c0186d197be63e44398872dc5c79a6dfe884f26c9bf7237";

  @Test
  void withoutAKeyNobodyIsAnOperator() {
    OperatorKeys keys = keys(Map.of("operator.key", "", "operator.read-key", ""));
    assertEquals(Optional.empty(), keys.operatorOf(""));
    assertEquals(Optional.empty(), keys.operatorOf("client"));
  }

  @Test
  void aKeyOfTheShortFormMayBeInClearOrADigestAndThereMayBeTwo() {
    OperatorKeys keys = keys(Map.of("operator.key", " new ", "operator.keys", DIGEST));
    Operator admin = new Operator("operator", OperatorRole.ADMIN);
    assertEquals(Optional.of(admin), keys.operatorOf("new"));
    assertEquals(Optional.of(admin), keys.operatorOf(KEY));
    assertEquals(Optional.empty(), keys.operatorOf(DIGEST), "the digest itself is no key");
    assertEquals(Optional.empty(), keys.operatorOf("client"));
  }

  @Test
  void aReadKeyOnlyReads() {
    OperatorKeys keys = keys(Map.of("operator.key", "a", "operator.read-key", "b"));
    assertTrue(keys.operatorOf("a").orElseThrow().isAdmin());
    Operator reader = keys.operatorOf("b").orElseThrow();
    assertFalse(reader.isAdmin());
    assertEquals("reader", reader.name());
  }

  @Test
  void anOperatorWithANameReadsUnlessItsRoleIsAdmin() {
    OperatorKeys keys = keys(Map.of("operators.ann.keys", DIGEST));
    assertEquals(Optional.of(new Operator("ann", OperatorRole.READ)), keys.operatorOf(KEY));
    keys = keys(Map.of("operators.ann.keys", DIGEST, "operators.ann.role", "Admin"));
    assertEquals(Optional.of(new Operator("ann", OperatorRole.ADMIN)), keys.operatorOf(KEY));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "operator.key=a,b,c | ANTEROOM_OPERATOR_KEY: operator operator has more than two keys",
        "operator.key=client | ANTEROOM_OPERATOR_KEY: is the key of a client too",
        "operator.keys=12 | anteroom.operator.keys: must be the SHA-256 of a key, 64 hex digits",
        "operator.key=a operator.read-key=a | ANTEROOM_OPERATOR_READ_KEY: operators operator and"
            + " reader have the same key",
        "operators.ann.keys=x | anteroom.operators.ann.keys: must be the SHA-256 of a key, 64 hex"
            + " digits",
        "operators.ann.role=admin | anteroom.operators.ann.keys: not set",
        "operators.ann.role=root | anteroom.operators.ann.role: must be read or admin, is root",
        "operators.reader.role=read | anteroom.operators.reader: is the name of an operator of the"
            + " short form",
      })
  void aWrongKeyStopsTheStartWithOneLine(String settings, String line) {
    Map<String, String> values =
        Arrays.stream(settings.split(" "))
            .map(setting -> setting.split("="))
            .collect(Collectors.toMap(parts -> parts[0], parts -> parts[1]));
    ConfigurationException failure = assertThrows(ConfigurationException.class, () -> keys(values));
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
