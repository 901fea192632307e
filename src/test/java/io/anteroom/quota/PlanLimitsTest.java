package io.anteroom.quota;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.anteroom.account.Plan;
import io.quarkus.runtime.configuration.ConfigurationException;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The rate limits of the specification: seven classes in three plans. */
class PlanLimitsTest {

  private final PlanLimits table = new PlanLimits(TestQuotaSettings.settings());

  @ParameterizedTest
  @CsvSource({
    "DEFAULT, 10, 60",
    "SEARCH_TEXT, 10, 200",
    "SEARCH_URL, 10, 120",
    "SEARCH_UPLOAD, 10, 60",
    "INDEX_TEXT, 10, 200",
    "INDEX_URL, 10, 120",
    "INDEX_UPLOAD, 10, 120",
  })
  void hasTheLimitsOfTheSpecification(EndpointClass endpointClass, int free, int pro) {
    assertEquals(OptionalInt.of(free), table.limit(Plan.FREE, endpointClass));
    assertEquals(OptionalInt.of(pro), table.limit(Plan.PRO, endpointClass));
    assertEquals(OptionalInt.empty(), table.limit(Plan.ENTERPRISE, endpointClass));
  }

  @Test
  void configurationOverridesTheTable() {
    PlanLimits configured =
        new PlanLimits(
            TestQuotaSettings.settings(
                "limits.pro.\"index.text\"", "400",
                "limits.free.\"default\"", "0",
                "limits.enterprise.\"search.url\"", "7"));
    assertEquals(OptionalInt.of(400), configured.limit(Plan.PRO, EndpointClass.INDEX_TEXT));
    assertEquals(OptionalInt.of(120), configured.limit(Plan.PRO, EndpointClass.INDEX_URL));
    assertEquals(OptionalInt.empty(), configured.limit(Plan.FREE, EndpointClass.DEFAULT));
    assertEquals(OptionalInt.of(7), configured.limit(Plan.ENTERPRISE, EndpointClass.SEARCH_URL));
  }

  @ParameterizedTest
  @CsvSource({
    "limits.gold.default, 5, there is no such plan",
    "limits.pro.\"index.video\", 5, there is no such class",
    "limits.pro.default, -1, must not be negative",
  })
  void aWrongValueStopsTheStartWithOneLine(String key, String value, String sentence) {
    ConfigurationException failure =
        assertThrows(
            ConfigurationException.class,
            () -> new PlanLimits(TestQuotaSettings.settings(key, value)));
    String message = failure.getMessage();
    assertTrue(message.startsWith("anteroom.quota." + key.replace("\"", "") + ":"), message);
    assertTrue(message.endsWith(sentence), message);
    assertTrue(message.lines().count() == 1, message);
  }
}
