package io.anteroom.sandbox.upstream.faults;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.anteroom.sandbox.upstream.settings.FaultSettings;
import io.anteroom.sandbox.upstream.settings.LatencySettings;
import io.anteroom.sandbox.upstream.settings.SandboxEndpoint;
import io.anteroom.sandbox.upstream.settings.SandboxSettings;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class ChanceTest {
  private static final SandboxSettings MIXED =
      SandboxSettings.fromJson(
          """
          {"seed": 42, "faults": {"*": {"server_error": 0.1, "drop_before": 0.1, "drop_after": 0.1,
            "late": 0.1, "late_ms": 7, "without_task_id": 0.1, "redirect": 0.1}}}
          """);

  private static List<Fault> faults(Chance chance, SandboxEndpoint sandboxEndpoint, int calls) {
    List<Fault> faults = new ArrayList<>();
    for (int call = 0; call < calls; call++) {
      faults.add(chance.fault(MIXED, sandboxEndpoint));
    }
    return faults;
  }

  @Test
  void repeatsARunFromTheSameSeed() {
    Chance chance = new Chance(42);
    List<Fault> first = faults(chance, SandboxEndpoint.INDEX_TEXT, 100);
    assertEquals(first, faults(new Chance(42), SandboxEndpoint.INDEX_TEXT, 100));
    chance.reset();
    assertEquals(first, faults(chance, SandboxEndpoint.INDEX_TEXT, 100));
  }

  @Test
  void drawsForEachEndpointByItself() {
    Chance chance = new Chance(42);
    List<Fault> first = faults(chance, SandboxEndpoint.INDEX_TEXT, 100);
    assertNotEquals(first, faults(chance, SandboxEndpoint.INDEX_URL, 100));
    Chance other = new Chance(42);
    faults(other, SandboxEndpoint.TASKS_GET, 33);
    assertEquals(first, faults(other, SandboxEndpoint.INDEX_TEXT, 100), "others do not disturb it");
  }

  @Test
  void drawsEachFaultAboutAsOftenAsConfigured() {
    Map<Class<?>, Long> counts =
        faults(new Chance(42), SandboxEndpoint.INDEX_TEXT, 10_000).stream()
            .collect(Collectors.groupingBy(Function.identity(), Collectors.counting()))
            .entrySet()
            .stream()
            .collect(Collectors.toMap(e -> e.getKey().getClass(), Map.Entry::getValue));
    assertEquals(7, counts.size());
    counts.forEach(
        (kind, count) ->
            assertEquals(kind == Fault.None.class ? 4_000 : 1_000, count, 150, kind.toString()));
  }

  @Test
  void aForcedStatusAppliesToEveryCall() {
    SandboxSettings settings =
        SandboxSettings.defaults().withFaults("*", FaultSettings.forced(404));
    Fault fault = new Chance(1).fault(settings, SandboxEndpoint.TASKS_GET);
    assertEquals(404, assertInstanceOf(Fault.AnswerStatus.class, fault).status());
  }

  @Test
  void splitsTheJitterBetweenRequestAndResponse() {
    SandboxSettings settings =
        SandboxSettings.defaults().withLatency("*", LatencySettings.jitter(20, 50));
    Chance chance = new Chance(1);
    boolean both = false;
    for (int call = 0; call < 1_000; call++) {
      Delay delay = chance.delay(settings, SandboxEndpoint.INDEX_TEXT);
      long sum = delay.beforeArrivalMs() + delay.beforeAnswerMs();
      assertTrue(sum >= 20 && sum <= 50, delay::toString);
      both |= delay.beforeArrivalMs() > 5 && delay.beforeAnswerMs() > 5;
    }
    assertTrue(both);
  }

  @Test
  void delaysSomeResponses() {
    LatencySettings slow = new LatencySettings(0, 0, 0.5, 100, 200);
    SandboxSettings settings = SandboxSettings.defaults().withLatency("index.text", slow);
    Chance chance = new Chance(1);
    int slowOnes = 0;
    for (int call = 0; call < 1_000; call++) {
      long held = chance.delay(settings, SandboxEndpoint.INDEX_TEXT).beforeAnswerMs();
      assertTrue(held == 0 || (held >= 100 && held <= 200));
      slowOnes += held > 0 ? 1 : 0;
      assertEquals(new Delay(0, 0), chance.delay(settings, SandboxEndpoint.TASKS_GET));
    }
    assertEquals(500, slowOnes, 60);
  }
}
