package io.anteroom.submit;

import static io.anteroom.PostgresFixture.await;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.anteroom.PostgresFixture;
import io.anteroom.task.QueryPlan;
import io.vertx.mutiny.sqlclient.SqlConnection;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** What it costs to choose the next tasks, however many clients wait with however many tasks. */
class FairQueueCostTest {

  private static final int CLIENTS = 20;
  private static final int MARKED = 100;

  /** Two for each task that is chosen, and four for one that is marked; more is for nothing. */
  private static final int PAGES = 16;

  @AutoClose private final PostgresFixture postgres = PostgresFixture.create();
  private final FairQueueFixture queue = new FairQueueFixture(postgres);

  @Test
  void tasksThatAreNotTakenAreNotRead() {
    IntStream.range(0, CLIENTS).forEach(i -> queue.add("client" + i, 2 * MARKED));
    postgres.vacuum("task");
    long pages = pages();
    System.out.printf(
        "a mark of %d tasks of %d clients with many tasks: %d pages%n", MARKED, CLIENTS, pages);
    assertTrue(pages < PAGES * MARKED, pages + " pages");
  }

  private long pages() {
    SqlConnection connection = await(postgres.pool().getConnection());
    QueryPlan plan =
        QueryPlan.ofPrepared(
            connection,
            FairQueue.MARK,
            "'%s', 'text', %d, '%s', 0, '{}', '{}', 1000000, 65536"
                .formatted(queue.account, MARKED, queue.replica));
    await(connection.close());
    return plan.buffers();
  }
}
