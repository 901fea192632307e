package io.anteroom.sandbox.upstream;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.anteroom.sandbox.upstream.counters.Completion;
import io.anteroom.sandbox.upstream.counters.CounterSnapshot;
import io.anteroom.sandbox.upstream.counters.SecondCount;
import io.anteroom.sandbox.upstream.settings.SandboxEndpointClass;
import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CountersTest extends RunningSandbox {

  @Test
  void countCallsByAccountClassAndSecond() throws IOException {
    long before = System.currentTimeMillis() / 1_000;
    caller.post("/assets", "{}");
    caller.get("/tasks/none");
    caller.indexText("words", "t.1");
    new TestCaller(sandbox, TestCaller.PRO).post("/assets", "{}");
    new TestCaller(sandbox, "nobody").post("/assets", "{}");
    CounterSnapshot counters = sandbox.counters();
    assertEquals(3, counters.calls(SandboxEndpointClass.DEFAULT));
    assertEquals(1, counters.calls(SandboxEndpointClass.INDEX_TEXT));
    assertEquals(4, counters.calls());
    for (SecondCount count : counters.seconds()) {
      assertTrue(count.second() >= before && count.second() <= before + 10, count::toString);
    }
    assertEquals(
        1,
        counters.seconds().stream()
            .filter(count -> count.account().equals(TestCaller.PRO))
            .mapToInt(SecondCount::calls)
            .sum());
    assertEquals(Map.of("200", 2, "401", 1), counters.endpoints().get("assets.list").outcomes());
    assertEquals(Map.of("404", 1), counters.endpoints().get("tasks.get").outcomes());
  }

  @Test
  void tellHowOftenAMarkerAndATaskWereCreated() throws IOException {
    for (String marker : new String[] {"a.1", "a.2", "b.1", "b.1", "c.1"}) {
      caller.indexText("words", marker);
    }
    caller.post("/index/text", "{\"text\":\"no marker\",\"collection_id\":\"c\"}");
    CounterSnapshot counters = sandbox.counters();
    assertEquals(6, counters.tasksCreated());
    assertEquals(Map.of("a.1", 1, "a.2", 1, "b.1", 2, "c.1", 1), counters.tasksByMarker());
    assertEquals(Map.of("a", 2, "b", 2, "c", 1), counters.tasksByTaskId());
    assertEquals(3, counters.distinctTaskIds());
    assertEquals(2, counters.doubledTaskIds());
  }

  @Test
  void tellWhenEachTaskEnded() throws IOException {
    long before = System.currentTimeMillis();
    String taskId = caller.indexText("words", "t.1");
    await().until(() -> sandbox.completions().size() == 1);
    Completion completion = sandbox.completions().get(0);
    assertEquals(taskId, completion.taskId());
    assertEquals("t.1", completion.marker());
    assertEquals("DONE", completion.status());
    assertTrue(completion.createdAtMs() >= before - 50);
    assertTrue(completion.endedAtMs() >= completion.createdAtMs());
    assertTrue(completion.endedAtMs() <= System.currentTimeMillis() + 50);
  }

  @Test
  void startAtZeroAfterAReset() throws IOException {
    String taskId = caller.indexText("words", "t.1");
    caller.ended(taskId);
    sandbox.reset();
    assertEquals(0, sandbox.counters().calls());
    assertEquals(0, sandbox.completions().size());
    assertEquals(404, caller.get("/tasks/" + taskId).status());
    assertEquals(0, caller.post("/search/text", "{\"query\":\"words\"}").results());
  }
}
