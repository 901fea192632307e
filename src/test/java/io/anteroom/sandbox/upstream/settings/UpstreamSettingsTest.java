package io.anteroom.sandbox.upstream.settings;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UpstreamSettingsTest {

  @Test
  void areTheSameAfterAWayThroughJson() {
    UpstreamSettings settings =
        UpstreamSettings.defaults()
            .withFaults("index.text", FaultSettings.lateAcceptance(0.5, 100))
            .withLatency("*", LatencySettings.jitter(5, 50));
    String json = SettingsJson.write(settings).toString();
    assertEquals(settings, UpstreamSettings.fromJson(json));
  }

  @Test
  void changeOnlyWhatAPatchNames() {
    UpstreamSettings settings =
        UpstreamSettings.defaults().merge("{\"limits\":{\"plans\":{\"pro\":{\"index.text\":7}}}}");
    assertEquals(7, settings.limits().limit(Plan.PRO, EndpointClass.INDEX_TEXT));
    assertEquals(120, settings.limits().limit(Plan.PRO, EndpointClass.INDEX_URL));
    assertEquals(10, settings.limits().limit(Plan.FREE, EndpointClass.INDEX_TEXT));
    assertEquals(60_000, settings.limits().windowMs());
  }

  @Test
  void removeALimitWithNull() {
    UpstreamSettings settings =
        UpstreamSettings.defaults().merge("{\"limits\":{\"plans\":{\"free\":{\"default\":null}}}}");
    assertNull(settings.limits().limit(Plan.FREE, EndpointClass.DEFAULT));
  }

  @Test
  void replaceTheAnyEntryByAnEntryOfItsOwn() {
    UpstreamSettings settings =
        UpstreamSettings.defaults()
            .withFaults("*", FaultSettings.forced(500))
            .withFaults("tasks.get", FaultSettings.NONE);
    assertEquals(500, settings.faultsOf(Endpoint.INDEX_TEXT).forcedStatus());
    assertNull(settings.faultsOf(Endpoint.TASKS_GET).forcedStatus());
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
  void refuseWhatIsWrong(String patch) {
    UpstreamSettings before = UpstreamSettings.defaults();
    IllegalArgumentException e =
        assertThrows(IllegalArgumentException.class, () -> before.merge(patch));
    assertTrue(e.getMessage() != null && !e.getMessage().isBlank());
  }
}
