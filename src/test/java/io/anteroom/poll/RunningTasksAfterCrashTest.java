package io.anteroom.poll;

import static io.anteroom.PostgresFixture.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.anteroom.CrashingPostgres;
import io.anteroom.poll.RunningTaskReader.Page;
import io.anteroom.poll.RunningTaskReader.Place;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** PostgreSQL crashes, and gives ids of transactions again that it gave before. */
class RunningTasksAfterCrashTest {

  private static final int LOST = 20;

  @AutoClose private static final CrashingPostgres postgres = new CrashingPostgres();
  private static final RunningTaskReader reader = new RunningTaskReader(postgres.database().pool());

  private final RunningTaskRows rows = new RunningTaskRows(postgres.database());

  @Test
  void theNextReadHasTheTasksOfIdsThatWereLost() {
    rows.running(1, "alice");
    long lost = postgres.rollBack(LOST);
    Page before = changed(Place.FIRST);
    assertEquals(List.of(), ids(changed(Place.of(before.upTo()))), "nothing is read twice");
    postgres.crash();
    UUID task = rows.running(1, "alice").get(0);
    long id =
        Long.parseLong(
            postgres
                .database()
                .text("select event_xid::text from task where id = '%s'".formatted(task)));
    assertTrue(id <= lost, "the id was given again");
    assertEquals(List.of(task), ids(changed(Place.of(before.upTo()))));
  }

  private Page changed(Place after) {
    return await(reader.changed(rows.account(), after));
  }

  private static List<UUID> ids(Page page) {
    return page.rows().stream().map(row -> row.task().id()).toList();
  }
}
