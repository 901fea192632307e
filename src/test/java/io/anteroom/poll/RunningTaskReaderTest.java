package io.anteroom.poll;

import static io.anteroom.PostgresFixture.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.anteroom.PostgresFixture;
import io.anteroom.async.sql.ChangeScope;
import io.anteroom.poll.RunningTaskReader.Page;
import io.anteroom.poll.RunningTaskReader.Place;
import io.anteroom.task.CancelRequests;
import io.anteroom.task.Phase;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Transaction;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** The replica that polls an account reads what changed, on a real PostgreSQL. */
class RunningTaskReaderTest {

  @AutoClose private static final PostgresFixture postgres = PostgresFixture.create();
  private static final RunningTaskReader reader = new RunningTaskReader(postgres.pool());

  private final RunningTaskRows rows = new RunningTaskRows(postgres);

  @Test
  void everyTaskIsReadOnceInPagesThoughAllCameWithOneTransaction() {
    Set<UUID> all = new HashSet<>(rows.running(2_500, "c"));
    Page page = changed(Place.FIRST);
    Set<UUID> read = new HashSet<>(ids(page));
    int pages = 1;
    while (page.next() != null) {
      page = changed(page.next());
      read.addAll(ids(page));
      pages++;
    }
    assertEquals(all, read);
    assertEquals(3, pages);
  }

  @Test
  void onlyWhatChangedSinceIsReadAgain() {
    List<UUID> ids = rows.running(3, "alice");
    Page first = changed(Place.FIRST);
    assertEquals(3, first.rows().size());
    assertNull(first.next());
    Page second = readUntilNothingIsNew(first);
    await(new CancelRequests(postgres.pool()).request(ids.get(1), "alice", ChangeScope.ALONE));
    Page third = changed(Place.of(second.upTo()));
    assertEquals(List.of(ids.get(1)), ids(third));
    assertEquals(Phase.CANCELLING, third.rows().get(0).task().phase());
    assertEquals(2, third.rows().get(0).eventNo());
  }

  @Test
  void aChangeThatWasOpenDuringTheLastReadIsReadLater() {
    List<UUID> ids = rows.running(2, "alice");
    SqlConnection connection = await(postgres.pool().getConnection());
    Transaction open = await(connection.begin());
    await(connection.query("select pg_current_xact_id()").execute());
    await(new CancelRequests(postgres.pool()).request(ids.get(0), "alice", ChangeScope.ALONE));
    Page during = changed(Place.FIRST);
    assertEquals(2, during.rows().size());
    await(
        connection
            .query(
                """
                update task set phase = 'cancelling', event_no = event_no + 1,
                  phase_xid = greatest(phase_xid, pg_current_xact_id())
                where account = '%s'
                """
                    .formatted(rows.account()))
            .execute());
    await(open.commit());
    await(connection.close());
    Page after = changed(Place.of(during.upTo()));
    assertEquals(new HashSet<>(ids), new HashSet<>(ids(after)));
  }

  /** A transaction of the server's own may be open for a moment. */
  private Page readUntilNothingIsNew(Page first) {
    AtomicReference<Page> last = new AtomicReference<>(first);
    Awaitility.await()
        .until(() -> last.updateAndGet(page -> changed(Place.of(page.upTo()))).rows().isEmpty());
    return last.get();
  }

  private Page changed(Place after) {
    return await(reader.changed(rows.account(), after));
  }

  private static List<UUID> ids(Page page) {
    return page.rows().stream().map(row -> row.task().id()).toList();
  }
}
