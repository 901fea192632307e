package io.anteroom.bulk;

import io.anteroom.async.StatementTimeout;
import io.anteroom.async.sql.Rows;
import io.smallrye.mutiny.Uni;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.UUID;

/** Reads bulk actions. Answers may come on any thread. Thread-safe. */
@Singleton
public class BulkActionRepository {

  private static final String READ =
      """
      select b.id, b.action, b.filter::text as filter, b.operator, b.reason, b.state, b.stopped_by,
        b.matched, cardinality(b.batch) as in_hand, b.done, b.skipped, b.failed, b.waits_for,
        b.started_at, b.ended_at,
        array_to_json(array(
          select json_build_object('outcome', r.outcome, 'reason', r.reason, 'tasks', r.tasks,
            'task', r.task)
          from bulk_action_reason r where r.bulk_action = b.id
          order by r.tasks desc, r.reason)) as reasons
      from bulk_action b
      """;

  private static final String ONE = READ + "where b.id = $1";

  private static final String NEWEST =
      READ + "where $1::uuid is null or b.id < $1 order by b.id desc limit $2";

  private final Pool pool;

  public BulkActionRepository(Pool pool) {
    this.pool = pool;
  }

  /** The bulk action, or null. */
  public Uni<BulkAction> find(UUID id) {
    return StatementTimeout.of(pool.preparedQuery(ONE).execute(Tuple.of(id)))
        .map(rows -> rows.size() == 0 ? null : action(rows.iterator().next()));
  }

  /**
   * The newest, or those that were started before one.
   *
   * @param after or null
   */
  public Uni<List<BulkAction>> list(UUID after, int max) {
    return StatementTimeout.of(pool.preparedQuery(NEWEST).execute(Tuple.of(after, max)))
        .map(rows -> Rows.list(rows, BulkActionRepository::action));
  }

  private static BulkAction action(Row row) {
    return new BulkAction(
        row.getUUID("id"),
        BulkActionKind.labelled(row.getString("action")).orElseThrow(),
        row.getString("filter"),
        row.getString("operator"),
        row.getString("reason"),
        BulkActionState.labelled(row.getString("state")),
        row.getString("stopped_by"),
        row.getInteger("matched"),
        row.getInteger("in_hand"),
        row.getInteger("done"),
        row.getInteger("skipped"),
        row.getInteger("failed"),
        row.getString("waits_for"),
        ((JsonArray) row.getValue("reasons"))
            .stream().map(JsonObject.class::cast).map(BulkActionRepository::reason).toList(),
        time(row, "started_at"),
        time(row, "ended_at"));
  }

  private static BulkAction.Reason reason(JsonObject json) {
    return new BulkAction.Reason(
        json.getString("outcome"),
        json.getString("reason"),
        json.getInteger("tasks"),
        UUID.fromString(json.getString("task")));
  }

  private static Instant time(Row row, String column) {
    OffsetDateTime at = row.getOffsetDateTime(column);
    return at == null ? null : at.toInstant();
  }
}
