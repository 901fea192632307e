package io.anteroom.cluster;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.anteroom.TestSettings;
import io.anteroom.account.TickKeysFixture;
import io.quarkus.runtime.configuration.ConfigurationException;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EngineSettingsCheckTest {

  private static final String KEY = "a-key-of-the-tick-0123456789abcdef";

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "cluster.work | false | mode: on-demand needs anteroom.cluster.work=true, or a tick has nothing to do",
        "engine.max-tick | 591s | max-tick: must be no longer than anteroom.engine.max-request, or a tick is cut off",
      })
  void whatDoesNotFitOnDemandIsNamed(String key, String value, String line) {
    String[] settings = {"anteroom.engine.mode", "on-demand", "anteroom." + key, value};
    assertRefused(line, KEY, settings);
    assertDoesNotThrow(() -> check(KEY, "anteroom." + key, value));
  }

  @Test
  void onDemandNeedsAKeyOfTheTick() {
    String line =
        "tick-key: must be set with mode=on-demand, or nothing does what is due between requests";
    assertRefused(line, "", "anteroom.engine.mode", "on-demand");
    assertDoesNotThrow(() -> check(""));
  }

  @Test
  void onlyOnDemandIsARequestBounded() {
    Duration long1 = Duration.ofSeconds(600);
    assertEquals(long1, TestSettings.of(EngineSettings.class).withinRequest(long1));
    EngineSettings onDemand =
        TestSettings.of(EngineSettings.class, "anteroom.engine.mode", "on-demand");
    assertEquals(Duration.ofSeconds(590), onDemand.withinRequest(long1));
    assertEquals(Duration.ofSeconds(9), onDemand.withinRequest(Duration.ofSeconds(9)));
  }

  private static void assertRefused(String line, String key, String... settings) {
    ConfigurationException refused =
        assertThrows(ConfigurationException.class, () -> check(key, settings));
    assertEquals("anteroom.engine." + line, refused.getMessage());
  }

  private static void check(String key, String... settings) {
    new EngineSettingsCheck(
        TestSettings.of(EngineSettings.class, settings),
        TestSettings.of(ClusterSettings.class, settings),
        TickKeysFixture.of(key));
  }
}
