package io.anteroom.accept.queue;

import static io.anteroom.PostgresFixture.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.anteroom.PostgresFixture;
import io.anteroom.async.Ticker;
import io.anteroom.task.Phase;
import io.anteroom.task.Task;
import io.anteroom.task.TaskKind;
import io.vertx.mutiny.sqlclient.Row;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** The place of a queued task is told without a statement of its own. */
class QueueOutlineTest {

  /** Each tenth is preferred; some have ended or run. */
  private static final String FILL =
      """
      insert into task (id, client, account, kind, collection_id, request, priority, status, phase,
                        event_no, accepted_at, updated_at)
      select uuidv7((n - 100000) * interval '1 s'), '%1$s', '%2$s', '%3$s', 'c', '{}',
        case when n %% 10 = 0 then 5 else 0 end, 'INITIALIZING',
        case when n %% 7 = 0 then 'running' else 'queued' end, 1, now(), now()
      from generate_series(1, %4$d) n
      """;

  @AutoClose private final PostgresFixture postgres = PostgresFixture.create();

  private final QueueOutlines outlines = new QueueOutlines(postgres.pool(), Ticker.SYSTEM);

  @Test
  void inAShortQueueEachPlaceIsExact() {
    fill("alice", "default", "text", 100);
    fill("alice", "default", "url", 3);
    fill("alice", "other", "text", 50);
    QueueOutline outline = await(outlines.of("default"));
    List<Task> tasks = queued("alice", "default", "text");
    for (int i = 0; i < tasks.size(); i++) {
      assertEquals(i + 1, outline.position(tasks.get(i), client -> 1));
    }
    assertEquals(tasks.size(), outline.tasks("alice", TaskKind.TEXT));
    assertEquals(3, outline.tasks("alice", TaskKind.URL));
    assertEquals(0, outline.tasks("bob", TaskKind.TEXT));
  }

  @Test
  void inALongQueueEachPlaceIsNearlyRight() {
    fill("alice", "default", "text", 10_000);
    QueueOutline outline = await(outlines.of("default"));
    List<Task> tasks = queued("alice", "default", "text");
    long worst = 0;
    long before = 0;
    for (int i = 0; i < tasks.size(); i++) {
      long position = outline.position(tasks.get(i), client -> 1);
      assertTrue(position >= before, "in order");
      worst = Math.max(worst, Math.abs(i + 1 - position));
      before = position;
    }
    assertTrue(worst <= 10, "worst " + worst);
    assertEquals(tasks.size(), outline.tasks("alice", TaskKind.TEXT));
  }

  /** As the fair queue has it: twice the weight is twice the turns. */
  @Test
  void othersTakeTheirTurnsMeanwhile() {
    fill("alice", "default", "text", 70);
    fill("bob", "default", "text", 70);
    fill("carol", "default", "text", 7);
    QueueOutline outline = await(outlines.of("default"));
    List<Task> tasks = queued("alice", "default", "text");
    Map<String, Double> weights = Map.of("alice", 2.0, "bob", 1.0, "carol", 1.0);
    assertEquals(1 + 1 + 1, outline.position(tasks.get(0), weights::get));
    assertEquals(20 + 10 + 6, outline.position(tasks.get(19), weights::get));
    assertEquals(60 + 30 + 6, outline.position(tasks.get(59), weights::get));
  }

  @Test
  void aTaskThatCameLaterIsTheLastOfItsLine() {
    fill("alice", "default", "text", 7);
    QueueOutline outline = await(outlines.of("default"));
    Task late = task(UUID.fromString("ffffffff-ffff-7fff-bfff-ffffffffffff"), "alice", 0);
    assertEquals(7, outline.position(late, client -> 1));
    late.priority = 9;
    assertEquals(1, outline.position(late, client -> 1));
    assertEquals(1 + 1, outline.position(task(late.id, "bob", 0), client -> 1));
  }

  @Test
  void anEmptyQueueHasNoLines() {
    QueueOutline outline = await(outlines.of("default"));
    assertEquals(0, outline.tasks("alice", TaskKind.TEXT));
    assertEquals(1, outline.position(task(UUID.randomUUID(), "alice", 0), client -> 1));
  }

  private void fill(String client, String account, String kind, int tasks) {
    postgres.sql(FILL.formatted(client, account, kind, tasks));
  }

  private List<Task> queued(String client, String account, String kind) {
    List<Task> tasks = new ArrayList<>();
    for (Row row :
        postgres.sql(
            """
            select id, priority from task
            where client = '%s' and account = '%s' and kind = '%s' and phase = 'queued'
            order by priority desc, id
            """
                .formatted(client, account, kind))) {
      tasks.add(task(row.getUUID("id"), client, row.getInteger("priority")));
    }
    return tasks;
  }

  private static Task task(UUID id, String client, int priority) {
    Task task = new Task();
    task.id = id;
    task.client = client;
    task.account = "default";
    task.kind = TaskKind.TEXT;
    task.priority = priority;
    task.phase = Phase.QUEUED;
    return task;
  }
}
