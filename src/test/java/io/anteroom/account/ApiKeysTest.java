package io.anteroom.account;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.anteroom.TestSettings;
import io.anteroom.async.SettingFaults;
import io.quarkus.runtime.configuration.ConfigurationException;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ApiKeysTest {

  /** SHA-256 of {@code a-key-of-32-characters-or-longer}. */
  private static final String DIGEST =
      "2332050cd103b0618c0186d197be63e44398872dc5c79a6dfe884f26c9bf7237";

  @Test
  void theShortFormNamesClientsOfTheDefaultAccount() {
    ApiKeys keys = keys(Map.of("api-keys", "alice:first,alice:second,bob:third"));
    assertEquals("alice", name(keys, "first"));
    assertEquals("alice", name(keys, "second"));
    assertEquals("bob", name(keys, "third"));
    assertEquals("default", keys.clientOf("third").orElseThrow().account().name());
    assertEquals(Optional.empty(), keys.clientOf("fourth"));
    assertEquals(Optional.empty(), keys.clientOf(""));
  }

  @Test
  void aConfiguredClientHasTheDigestOfItsKey() {
    ApiKeys keys = keys(Map.of("clients.carol.keys", DIGEST));
    assertEquals("carol", name(keys, "a-key-of-32-characters-or-longer"));
    assertEquals(Optional.empty(), keys.clientOf(DIGEST), "the digest itself is no key");
  }

  @Test
  void settingsOfAClientWithoutAKeyStopTheStart() {
    Map<String, String> values =
        Map.of("api-keys", "alice:first", "clients.alcie.callback-url", "https://x.example/");
    ConfigurationException failure = assertThrows(ConfigurationException.class, () -> keys(values));
    assertEquals(
        "anteroom.clients.alcie.keys: not set, and ANTEROOM_API_KEYS has no key for it",
        failure.getMessage());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "api-keys | a:1,a:2,a:3 | ANTEROOM_API_KEYS: client a has more than two keys",
        "api-keys | :key | ANTEROOM_API_KEYS: must be name:key[,name:key…]",
        "api-keys | a: | ANTEROOM_API_KEYS: must be name:key[,name:key…]",
        "clients.c.keys | 1234 | anteroom.clients.c.keys: must be the SHA-256 of a key, 64 hex"
            + " digits",
      })
  void aWrongClientStopsTheStartWithOneLine(String key, String value, String line) {
    ConfigurationException failure =
        assertThrows(ConfigurationException.class, () -> keys(Map.of(key, value)));
    assertEquals(line, failure.getMessage());
  }

  @Test
  void twoAccountsWithOneKeyAreRefused() {
    ConfigurationException failure =
        assertThrows(
            ConfigurationException.class,
            () -> new AccountDirectory(settings(Map.of("accounts.other.api-key", "upstream-key"))));
    assertTrue(failure.getMessage().endsWith("has the base URL and the key of another account"));
    assertFalse(failure.getMessage().contains("upstream-key"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"http://127.0.0.1:8080", "http://localhost", "http://[::1]:1", "https://x.y/v1/"})
  void httpsAndLoopbackAreAccepted(String url) {
    AccountDirectory directory =
        new AccountDirectory(settings(Map.of("accounts.default.base-url", url)));
    assertFalse(directory.named("default").orElseThrow().baseUrl().toString().endsWith("/"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://example.com",
        "http://127.evil.com",
        "http://localhost.evil.com",
        "https://u@x.y",
        "file:///etc/passwd",
        "x.y",
        "https://",
      })
  void otherBaseUrlsAreRefused(String url) {
    assertThrows(
        ConfigurationException.class,
        () -> new AccountDirectory(settings(Map.of("accounts.default.base-url", url))));
  }

  @Test
  void aSecretPrintsAsAsterisks() {
    assertFalse(new Secret("hush").toString().contains("hush"));
  }

  private static String name(ApiKeys keys, String key) {
    return keys.clientOf(key).orElseThrow().name();
  }

  @Test
  void anUnreadVariableStopsTheStart() {
    AccountSettings settings =
        settings(Map.of("clients.shop2.weight", "2", "clients.my-shop.weight", "2"));
    OperatorSettings operators =
        TestSettings.of(OperatorSettings.class, "anteroom.operators.ann.role", "read");
    new UnknownVariablesCheck(
        settings,
        operators,
        Set.of(
            "ANTEROOM_CLIENTS_SHOP2_KEYS",
            "ANTEROOM_CLIENTS_MY_SHOP_KEYS",
            "ANTEROOM_OPERATORS_ANN_KEYS",
            "ANTEROOM_OPERATOR_KEY",
            "ANTEROOM_SPOOL"));
    for (String unread :
        List.of(
            "ANTEROOM_CLIENTS_SHOP_KEYS",
            "ANTEROOM_ACCOUNTS_EU_WEST_API_KEY",
            "ANTEROOM_OPERATORS_BEN_KEYS")) {
      ConfigurationException stop =
          assertThrows(
              ConfigurationException.class,
              () -> new UnknownVariablesCheck(settings, operators, Set.of(unread)));
      assertTrue(stop.getMessage().startsWith(unread + ": "), stop.getMessage());
    }
  }

  /** Each of these classes needs the one before it. */
  @Test
  void aFaultOfAnAccountHidesNoneOfItsClients() {
    List<String> lines =
        faults(
            Map.of(
                "accounts.default.plan", "gold",
                "accounts.default.base-url", "http://example.com",
                "clients.shop.keys", "no-hash",
                "clients.shop.weight", "0",
                "clients.lost.account", "none",
                "clients.lost.keys", "ab",
                "clients.keyless.max-queued", "0",
                "api-keys", "nocolon"));
    assertEquals(
        Set.of(
            "anteroom.accounts.default.plan",
            "anteroom.accounts.default.base-url",
            "anteroom.clients.shop.keys",
            "anteroom.clients.shop.weight",
            "anteroom.clients.lost.account",
            "anteroom.clients.lost.keys",
            "anteroom.clients.keyless.max-queued",
            "anteroom.clients.keyless.keys",
            "ANTEROOM_API_KEYS"),
        lines.stream().map(line -> line.split(":")[0]).collect(Collectors.toSet()));
    assertEquals(9, lines.size(), lines::toString);
  }

  @Test
  void withoutAnAccountTheKeysAreCheckedAllTheSame() {
    List<String> lines =
        faults(Map.of("accounts.default.api-key", "", "clients.shop.keys", "no-hash"));
    assertEquals(2, lines.size(), lines::toString);
    assertTrue(lines.get(0).startsWith("MIXPEEK_API_KEY: not set"), lines::toString);
    assertTrue(lines.get(1).startsWith("anteroom.clients.shop.keys: "), lines::toString);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https//host",
        "ftp://host",
        "https://user:secret@host",
        "https://host?a=b",
        "https://host:65536",
        "https://host:0",
        "https://",
        "host",
      })
  void aBaseUrlThatLeadsNowhereIsNamed(String url) {
    List<String> lines = faults(Map.of("accounts.default.base-url", url));
    assertEquals(1, lines.size(), lines::toString);
    assertTrue(lines.get(0).startsWith("anteroom.accounts.default.base-url: "), lines::toString);
  }

  private static List<String> faults(Map<String, String> values) {
    SettingFaults faults = new SettingFaults();
    AccountSettings settings = settings(values);
    new ApiKeys(
        settings, new Clients(settings, new AccountDirectory(settings, faults), faults), faults);
    return assertThrows(ConfigurationException.class, faults::stopIfAny)
        .getMessage()
        .lines()
        .toList();
  }

  private static ApiKeys keys(Map<String, String> values) {
    AccountSettings settings = settings(values);
    return new ApiKeys(settings, new Clients(settings, new AccountDirectory(settings)));
  }

  private static AccountSettings settings(Map<String, String> values) {
    Map<String, String> properties = new HashMap<>();
    properties.put("anteroom.accounts.default.api-key", "upstream-key");
    values.forEach((key, value) -> properties.put("anteroom." + key, value));
    return new SmallRyeConfigBuilder()
        .withMapping(AccountSettings.class)
        .withSources(new PropertiesConfigSource(properties, "test", 100))
        .addDiscoveredConverters()
        .build()
        .getConfigMapping(AccountSettings.class);
  }
}
