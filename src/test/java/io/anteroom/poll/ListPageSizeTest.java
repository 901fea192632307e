package io.anteroom.poll;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.anteroom.TestSettings;
import io.anteroom.account.Account;
import io.anteroom.account.Plan;
import io.anteroom.account.Secret;
import io.anteroom.task.RunningTask;
import io.anteroom.upstream.http.ResponseMemory;
import io.anteroom.upstream.http.UpstreamSettings;
import io.anteroom.upstream.json.UpstreamResponse;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ListPageSizeTest {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int MAX = 4_000_000;

  private final Account account =
      new Account("a", URI.create("http://localhost"), new Secret("key"), Plan.FREE);
  private final ListPageSize pages =
      new ListPageSize(
          TestSettings.of(PollSettings.class),
          new ResponseMemory(
              TestSettings.of(
                  UpstreamSettings.class,
                  "anteroom.upstream.max-response",
                  Integer.toString(MAX))));
  private final List<RunningTask> tasks =
      Stream.generate(() -> PollingSimulationTest.task(UUID.randomUUID(), "text", 0, 0))
          .limit(100)
          .toList();

  @Test
  void aPageIsHalvedWhileItsResponseIsTooLargeAndThenGrowsSlowly() {
    assertEquals(100, page(tasks));
    pages.tooLarge(account, tasks);
    assertEquals(50, page(tasks));
    pages.tooLarge(account, tasks.subList(0, 50));
    assertEquals(25, page(tasks));
    read(25, 10);
    assertEquals(28, page(tasks));
    for (int i = 0; i < 30; i++) {
      read(25, 10);
    }
    assertEquals(100, page(tasks));
  }

  @Test
  void aPageIsLimitedByTheBytesOfLargeTasks() {
    read(30, 300_000);
    List<RunningTask> page = pages.fitting(account, tasks);
    assertEquals(3 + 70, page.size());
    assertEquals(tasks.get(0), page.get(0), "the first goes first");
    assertFalse(pages.isBetterAlone(tasks.get(0)));
  }

  @Test
  void aTaskTooLargeForAnyPageIsPolledAlone() {
    read(1, 2_000_000);
    assertTrue(pages.isBetterAlone(tasks.get(0)));
    assertTrue(pages.fitting(account, tasks.subList(0, 1)).contains(tasks.get(0)));
    pages.tooLarge(account, tasks.subList(1, 2));
    assertTrue(pages.isBetterAlone(tasks.get(1)));
    read(1, 10);
    assertFalse(pages.isBetterAlone(tasks.get(0)), "it may have become small");
  }

  private int page(List<RunningTask> all) {
    return pages.fitting(account, all).size();
  }

  private void read(int assets, int bytes) {
    ObjectNode body = JSON.createObjectNode();
    ArrayNode results = body.putArray("results");
    for (RunningTask task : tasks.subList(0, assets)) {
      ObjectNode metadata = results.addObject().putObject("metadata");
      metadata.put("anteroom_task", task.marker());
      metadata
          .putArray("much")
          .add("m".repeat(bytes / 2))
          .addObject()
          .put("x", "m".repeat(bytes / 2));
    }
    pages.read(account, new UpstreamResponse(200, Optional.empty(), body));
  }
}
