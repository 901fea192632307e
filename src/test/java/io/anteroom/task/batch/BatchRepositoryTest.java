package io.anteroom.task.batch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.anteroom.TestEnvironment;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What is read of a batch, and by whom. */
@QuarkusTest
@QuarkusTestResource(TestEnvironment.class)
class BatchRepositoryTest {

  @Inject Pool pool;
  @Inject BatchRepository batches;

  private final UUID id = UUID.randomUUID();

  @Test
  void aClientReadsItsOwnBatchAndNoOther() {
    sql(
        """
        insert into batch (id, client, reference, total, open, done, failed, refused, accepted_at)
        values ('%s', 'alice', 'r', 6, 3, 2, 1, '[{}, {}]', now())
        """);
    Batch batch = await(batches.find(id, "alice"));
    assertEquals("r", batch.reference);
    assertEquals(2, batch.refused);
    assertNull(batch.endedAt);
    assertNull(await(batches.find(id, "bob")));
    assertNull(await(batches.find(UUID.randomUUID(), "alice")));
  }

  @Test
  void onlyTasksThatHaveNotEndedAreCountedByStatus() {
    sql(
        """
        insert into batch (id, client, total, open, done, accepted_at)
        values ('%s', 'alice', 6, 3, 3, now())
        """);
    addTasks(3, "DONE", "ended");
    addTasks(2, "PROCESSING", "in_doubt");
    addTasks(1, "INITIALIZING", "in_doubt");
    BatchView view = await(batches.view(id, "alice"));
    assertEquals(3, view.open());
    assertEquals(new BatchStatusCounts(1, 0, 0, 2, 3, 0, 0), view.counts());
    assertNull(await(batches.view(id, "bob")));
  }

  @Test
  void aBatchThatHasEndedShowsWhatItsRowSays() {
    sql(
        """
        insert into batch (id, client, total, open, done, cancelled, accepted_at, ended_at)
        values ('%s', 'alice', 6, 0, 4, 2, now(), now())
        """);
    assertEquals(
        new BatchStatusCounts(0, 0, 0, 0, 4, 0, 2), await(batches.view(id, "alice")).counts());
  }

  /** Of an account that nobody works on. */
  private void addTasks(int tasks, String status, String phase) {
    sql(
        """
        insert into task (id, client, account, kind, collection_id, request, status, phase,
                          event_no, accepted_at, updated_at, batch)
        select gen_random_uuid(), 'alice', 'nobody', 'text', 'c', '{}', '%s', '%s', 1, now(), now(),
               '%%s'
        from generate_series(1, %d)
        """
            .formatted(status, phase, tasks));
  }

  private void sql(String statement) {
    await(pool.query(statement.formatted(id)).execute());
  }

  private static <T> T await(Uni<T> uni) {
    return uni.await().atMost(Duration.ofSeconds(30));
  }
}
