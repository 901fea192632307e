package io.anteroom.sandbox.upstream.settings;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SandboxSettingsTest {

  @Test
  void surviveSerializationToJson() {
    SandboxSettings settings =
        SandboxSettings.defaults()
            .withFaults("index.text", FaultSettings.lateAcceptance(0.5, 100))
            .withLatency("*", LatencySettings.jitter(5, 50));
    String json = SettingsJson.write(settings).toString();
    assertEquals(settings, SandboxSettings.fromJson(json));
  }

  @Test
  void changeOnlyWhatAPatchNames() {
    SandboxSettings settings =
        SandboxSettings.defaults().merge("{\"limits\":{\"plans\":{\"pro\":{\"index.text\":7}}}}");
    assertEquals(7, settings.limits().limit(SandboxPlan.PRO, SandboxEndpointClass.INDEX_TEXT));
    assertEquals(120, settings.limits().limit(SandboxPlan.PRO, SandboxEndpointClass.INDEX_URL));
    assertEquals(10, settings.limits().limit(SandboxPlan.FREE, SandboxEndpointClass.INDEX_TEXT));
    assertEquals(60_000, settings.limits().windowMs());
  }

  @Test
  void removeALimitWithNull() {
    SandboxSettings settings =
        SandboxSettings.defaults().merge("{\"limits\":{\"plans\":{\"free\":{\"default\":null}}}}");
    assertNull(settings.limits().limit(SandboxPlan.FREE, SandboxEndpointClass.DEFAULT));
  }

  @Test
  void replaceTheAnyEntryByAnEntryOfItsOwn() {
    SandboxSettings settings =
        SandboxSettings.defaults()
            .withFaults("*", FaultSettings.forced(500))
            .withFaults("tasks.get", FaultSettings.NONE);
    assertEquals(500, settings.faultsOf(SandboxEndpoint.INDEX_TEXT).forcedStatus());
    assertNull(settings.faultsOf(SandboxEndpoint.TASKS_GET).forcedStatus());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"limitz\":{}}",
        "{\"faults\":{\"index.txt\":{}}}",
        "{\"faults\":{\"*\":{\"server_error\":1.5}}}",
        "{\"faults\":{\"*\":{\"server_error\":0.6,\"drop_before\":0.6}}}",
        "{\"limits\":{\"window_ms\":0}}",
        "{\"limits\":{\"method\":\"LEAKY\"}}",
        "{\"limits\":{\"plans\":{\"free\":{\"default\":0}}}}",
        "{\"latency\":{\"*\":{\"jitter_min_ms\":9,\"jitter_max_ms\":3}}}",
        "[]",
        "{",
        ""
      })
  void refuseWrongValues(String patch) {
    SandboxSettings before = SandboxSettings.defaults();
    IllegalArgumentException e =
        assertThrows(IllegalArgumentException.class, () -> before.merge(patch));
    assertTrue(e.getMessage() != null && !e.getMessage().isBlank());
  }
}
