package io.anteroom.accept.queue;

import static io.anteroom.PostgresFixture.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.anteroom.PostgresFixture;
import io.anteroom.account.ClientWeight;
import io.anteroom.submit.FairQueueFixture;
import io.anteroom.submit.MarkedTask;
import io.anteroom.task.Task;
import io.anteroom.task.TaskKind;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** The reported position against the real order of submits, on a real PostgreSQL. */
class QueuePositionTest {

  private static final ClientWeight ALICE = new ClientWeight("alice", 1);
  private static final ClientWeight BOB = new ClientWeight("bob", 2);
  private static final ClientWeight CAROL = new ClientWeight("carol", 0.5);

  @AutoClose private static final PostgresFixture postgres = PostgresFixture.create();

  private final FairQueueFixture queue = new FairQueueFixture(postgres);
  private final QueuePosition position = new QueuePosition(postgres.pool());

  @Test
  void orderedByPriorityAndThenByAccept() {
    UUID last = UUID.fromString("ffffffff-0000-7000-8000-000000000000");
    UUID preferred = UUID.randomUUID();
    queue.add("alice", 5);
    queue.add(last, "alice", 0);
    queue.add(preferred, "alice", 1);
    assertEquals(0, ahead(preferred, "alice", 1, ALICE));
    assertEquals(6, ahead(last, "alice", 0, ALICE));
  }

  @Test
  void thePositionIsRightUpToOneTurnOfEachClient() {
    queue.add("alice", 60);
    queue.add("bob", 40);
    queue.add("carol", 30);
    List<UUID> alices =
        postgres
            .sql("select id from task where account = '" + queue.account + "' and client = 'alice'")
            .stream()
            .map(row -> row.getUUID(0))
            .sorted((a, b) -> a.toString().compareTo(b.toString()))
            .toList();
    List<Long> told = alices.stream().map(id -> ahead(id, "alice", 0, ALICE, BOB, CAROL)).toList();
    List<UUID> turns = queue.mark(130, ALICE, BOB, CAROL).stream().map(MarkedTask::id).toList();
    assertEquals(130, turns.size());
    for (int i = 0; i < alices.size(); i++) {
      long apart = Math.abs(told.get(i) - turns.indexOf(alices.get(i)));
      assertTrue(
          apart <= 3,
          "task %d: told %d, was %d".formatted(i, told.get(i), turns.indexOf(alices.get(i))));
    }
  }

  @Test
  void theCountHasAMaximum() {
    queue.add("alice", 12_000);
    UUID last = UUID.fromString("ffffffff-0000-7000-8000-000000000001");
    queue.add(last, "alice", 0);
    assertEquals(5000, ahead(last, "alice", 0, ALICE));
  }

  private long ahead(UUID id, String client, int priority, ClientWeight... shares) {
    Task task = new Task();
    task.id = id;
    task.client = client;
    task.account = queue.account;
    task.kind = TaskKind.TEXT;
    task.priority = priority;
    return await(position.ahead(task, List.of(shares)));
  }
}
