package io.anteroom.account;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.anteroom.async.SettingFaults;
import io.quarkus.runtime.configuration.ConfigurationException;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OidcOperatorsTest {

  @ParameterizedTest
  @CsvSource({
    "anteroom-read, read",
    "anteroom-admin, admin",
    "anteroom-read|anteroom-admin, admin",
    "staff|anteroom-read, read",
    "staff, ",
    "ANTEROOM-ADMIN, ",
    "anteroom-admins, ",
  })
  void aValueOfTheClaimGivesTheRole(String values, String role) {
    Optional<Operator> operator =
        checked(OidcFixture.PROVIDER).operator("ann", List.of(values.split("\\|")));
    assertEquals(Optional.ofNullable(role), operator.map(found -> found.role().label()));
    operator.ifPresent(found -> assertEquals("oidc:ann", found.name()));
  }

  @Test
  void theValuesAreThoseOfTheSettings() {
    String[] own = OidcFixture.provider("read-values", "a,b", "admin-values", "c");
    assertEquals(
        OperatorRole.READ, checked(own).operator("ann", List.of("b")).orElseThrow().role());
    assertTrue(checked(own).operator("ann", List.of("c")).orElseThrow().isAdmin());
    assertEquals(Optional.empty(), checked(own).operator("ann", List.of("anteroom-admin")));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "a\nb",
        "a\u0000",
        "a\u0085b",
        "a\u2028b",
        "a\u2029b",
        "a\u202eb",
        "a\u200bb",
        " ann",
        "ann ",
        "\u00a0ann",
        " "
      })
  void aNameThatCannotStandInTheAuditLogIsRefused(String name) {
    OidcOperators operators = checked(OidcFixture.PROVIDER);
    List<String> admin = List.of("anteroom-admin");
    assertThrows(IllegalArgumentException.class, () -> operators.operator(name, admin));
    assertThrows(IllegalArgumentException.class, () -> operators.operator("x".repeat(201), admin));
    assertThrows(IllegalArgumentException.class, () -> operators.operator(null, admin));
  }

  @ParameterizedTest
  @ValueSource(strings = {"a", "Ann van der Zee", "jürgen@example.com", "李雷", "a\ud83d\ude00"})
  void everyOtherNameIsTaken(String name) {
    Operator operator =
        checked(OidcFixture.PROVIDER).operator(name, List.of("anteroom-admin")).orElseThrow();
    assertEquals("oidc:" + name, operator.name());
  }

  @ParameterizedTest
  @ValueSource(strings = {"client-id", "client-secret", "page-url"})
  void whatNeedsAnIssuerIsNotIgnoredWithoutOne(String key) {
    SettingFaults faults = new SettingFaults();
    OidcFixture.operators(faults, key, "https://anteroom.example/operator/");
    assertEquals(
        "anteroom.operator.oidc.issuer: must be set with a client-id, client-secret or page-url",
        assertThrows(ConfigurationException.class, faults::stopIfAny).getMessage());
  }

  @Test
  void withoutAnIssuerNobodySignsInSo() {
    assertFalse(checked().areConfigured());
    assertTrue(checked(OidcFixture.PROVIDER).areConfigured());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "issuer | http://id.example | issuer: must be https (plain http only to loopback), is"
            + " http://id.example",
        "issuer | id.example | issuer: must be https://host[:port][/path]",
        "issuer | https://id.example/#realm | issuer: must be https://host[:port][/path]",
        "page-url | https://a.example/#/operator/ | page-url: must be https://host[:port][/path]",
        "client-id | '' | client-id: must be set with an issuer",
        "client-secret | '' | client-secret: must be set with an issuer",
        "page-url | '' | page-url: must be set with an issuer",
        "page-url | https://a.example/ | page-url: must end with /operator/, is https://a.example/",
        "page-url | http://a.example/operator/ | page-url: must be https (plain http only to"
            + " loopback), is http://a.example/operator/",
        "admin-values | anteroom-read | admin-values: has a value of read-values, which can give"
            + " one role only",
      })
  void aWrongSettingHasOneLine(String key, String value, String line) {
    assertEquals("anteroom.operator.oidc." + line, fault(true, OidcFixture.provider(key, value)));
  }

  @Test
  void aBuildWithoutItSaysSo() {
    assertEquals(
        "anteroom.operator.oidc.issuer: this build has no sign-in by OpenID Connect; build it with"
            + " -Doidc",
        fault(false, OidcFixture.PROVIDER));
  }

  private static OidcOperators checked(String... keysAndValues) {
    SettingFaults faults = new SettingFaults();
    OidcOperators operators = OidcFixture.operators(faults, keysAndValues);
    faults.stopIfAny();
    return operators;
  }

  private static String fault(boolean isBuiltIn, String... keysAndValues) {
    SettingFaults faults = new SettingFaults();
    OidcOperators made = new OidcOperators(OidcFixture.settings(keysAndValues), isBuiltIn, faults);
    assertTrue(made.areConfigured());
    return assertThrows(ConfigurationException.class, faults::stopIfAny).getMessage();
  }
}
