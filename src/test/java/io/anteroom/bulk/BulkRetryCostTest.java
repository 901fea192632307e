package io.anteroom.bulk;

import static io.anteroom.PostgresFixture.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.anteroom.PostgresFixture;
import io.anteroom.task.QueryPlan;
import io.vertx.mutiny.sqlclient.SqlConnection;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/**
 * Which tasks of a batch were retried before is asked of an index, however many tasks there are.
 */
class BulkRetryCostTest {

  /** The first hundred of 20,000 failed tasks were retried. */
  private static final String FILL =
      """
      insert into task (id, client, account, kind, collection_id, status, phase, event_no,
                        accepted_at, updated_at, ended_at, retry_of)
      select ('00000000-0000-7000-8000-' || lpad(to_hex(n), 12, '0'))::uuid, 'alice', 'default',
        'text', 'c', 'FAILED', 'ended', 2, now(), now(), now(),
        case when n > 20000
          then ('00000000-0000-7000-8000-' || lpad(to_hex(n - 20000), 12, '0'))::uuid end
      from generate_series(1, 20100) as n
      """;

  /** Half of them were retried. */
  private static final String BATCH =
      IntStream.rangeClosed(51, 150)
          .mapToObj("'00000000-0000-7000-8000-%012x'"::formatted)
          .collect(Collectors.joining(", ", "array[", "]::uuid[], 'a key of no task'"));

  @AutoClose private final PostgresFixture postgres = PostgresFixture.create();

  @Test
  void theTasksThatWereRetriedAreFoundByTheIndex() {
    postgres.sql(FILL);
    postgres.vacuum("task");
    SqlConnection connection = await(postgres.pool().getConnection());
    QueryPlan plan = QueryPlan.ofPrepared(connection, BulkRetry.RETRIED, BATCH);
    assertEquals(Set.of("task_retry_of"), plan.indexesOf("task"), plan::toString);
    assertFalse(plan.scansAllOf("task"), plan::toString);
    assertTrue(plan.buffers() < 500, plan::toString);
    await(connection.close());
  }
}
