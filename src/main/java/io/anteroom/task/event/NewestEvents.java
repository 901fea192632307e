package io.anteroom.task.event;

import io.anteroom.async.sql.Rows;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.UUID;

/**
 * Which of some tasks have changed, by their rows: what is committed shows at once, whatever other
 * transaction is open. Thread-safe.
 */
@Singleton
public class NewestEvents {

  /** So that no statement holds a connection for long, however many wait. */
  private static final int AT_ONCE = 2000;

  private static final String NEWER =
      """
      select t.id, t.client, t.event_no, t.phase = 'ended' as ended
      from unnest($1::uuid[], $2::int[]) as known (id, event_no)
      join task t on t.id = known.id
      where t.event_no > known.event_no
      """;

  /**
   * A task, and the number of an event of it.
   *
   * @param no the number of its newest event that is known; less than any where none is
   */
  public record Known(UUID task, int no) {}

  private final Pool pool;

  public NewestEvents(Pool pool) {
    this.pool = pool;
  }

  /** Those of them that have a newer event, with the newest. */
  public Uni<List<TaskSignal>> after(List<Known> known) {
    return after(known, 0, new ArrayList<>());
  }

  private Uni<List<TaskSignal>> after(List<Known> known, int from, List<TaskSignal> found) {
    if (from >= known.size()) {
      return Uni.createFrom().item(Collections.unmodifiableList(found));
    }
    int to = Math.min(known.size(), from + AT_ONCE);
    List<Known> part = known.subList(from, to);
    return pool.preparedQuery(NEWER)
        .execute(
            Tuple.of(
                part.stream().map(Known::task).toArray(UUID[]::new),
                part.stream().map(Known::no).toArray(Integer[]::new)))
        .invoke(rows -> found.addAll(Rows.list(rows, NewestEvents::read)))
        .chain(() -> after(known, to, found));
  }

  private static TaskSignal read(Row row) {
    return new TaskSignal(
        row.getUUID("id"),
        row.getString("client"),
        row.getInteger("event_no"),
        row.getBoolean("ended"));
  }
}
