package io.anteroom.task.list;

import io.anteroom.async.StatementTimeout;
import io.anteroom.async.sql.Rows;
import io.anteroom.task.TaskSettings;
import io.smallrye.mutiny.Uni;
import io.vertx.core.json.JsonArray;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.UUID;

/** Reads the ids of a list, and how many there are. Answers on any thread. Thread-safe. */
@Singleton
class ListReader {

  private final Pool pool;
  private final long maxCounted;

  ListReader(Pool pool, TaskSettings settings) {
    this.pool = pool;
    this.maxCounted = settings.exactTotalLimit();
  }

  Uni<List<UUID>> ids(ListSql query, long limit, long offset) {
    return StatementTimeout.of(
            pool.preparedQuery(query.page()).execute(query.values().addLong(limit).addLong(offset)))
        .map(rows -> Rows.list(rows, row -> row.getUUID(0)));
  }

  /**
   * How many there are. Where the list ends with the page there is nothing to count.
   *
   * @param before how many come before the page
   * @param ids those of the page, and one more where there is one
   * @param size how many the page has at most
   */
  Uni<ListTotal> total(ListSql query, long before, List<UUID> ids, int size) {
    boolean endsHere = ids.size() <= size && (before == 0 || !ids.isEmpty());
    return endsHere
        ? Uni.createFrom().item(new ListTotal(before + ids.size(), true))
        : count(query, maxCounted + 1)
            .chain(n -> n <= maxCounted ? exact(n) : guess(query, before + ids.size()));
  }

  Uni<Long> count(ListSql query, long max) {
    return StatementTimeout.of(
            pool.preparedQuery(query.count()).execute(query.values().addLong(max)))
        .map(rows -> rows.iterator().next().getLong(0));
  }

  private static Uni<ListTotal> exact(long count) {
    return Uni.createFrom().item(new ListTotal(count, true));
  }

  /**
   * @param seen how many there are at the least, for the page shows them
   */
  private Uni<ListTotal> guess(ListSql query, long seen) {
    long min = Math.max(seen, maxCounted + 1);
    return StatementTimeout.of(pool.preparedQuery(query.guess()).execute(query.values()))
        .map(plan -> new ListTotal(Math.max(min, plannedRows(plan)), false));
  }

  private static long plannedRows(RowSet<Row> plan) {
    JsonArray explained = (JsonArray) plan.iterator().next().getValue(0);
    return explained.getJsonObject(0).getJsonObject("Plan").getLong("Plan Rows");
  }
}
