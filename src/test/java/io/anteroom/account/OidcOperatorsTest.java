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
  @ValueSource(strings = {"", "a\nb", "a\u0000"})
  void aNameThatCannotStandInTheAuditLogIsRefused(String name) {
    OidcOperators operators = checked(OidcFixture.PROVIDER);
    List<String> admin = List.of("anteroom-admin");
    assertThrows(IllegalArgumentException.class, () -> operators.operator(name, admin));
    assertThrows(IllegalArgumentException.class, () -> operators.operator("x".repeat(201), admin));
    assertThrows(IllegalArgumentException.class, () -> operators.operator(null, admin));
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
