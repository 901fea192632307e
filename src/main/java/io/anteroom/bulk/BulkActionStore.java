package io.anteroom.bulk;

import io.anteroom.async.StatementTimeout;
import io.anteroom.async.sql.RowsParameter;
import io.anteroom.task.list.TaskFilter;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * How far the bulk action is that runs. Each statement is fenced: a replica that has lost it, or
 * has the batch of a moment ago in hand, changes nothing. Thread-safe.
 */
@Singleton
class BulkActionStore {

  private static final String CLAIM =
      """
      update bulk_action b set owner = $1
      where b.state in ('running', 'stopping')
        and (b.owner is null or b.owner = $1 or not exists (
          select from replica r where r.id = b.owner and r.lease_until > clock_timestamp()))
        and exists (select from replica r where r.id = $1 and r.lease_until > clock_timestamp())
      returning id, action, filter::text as filter, started_at, position, batch, batch_at,
        state = 'stopping' as stopping
      """;

  private static final String BEGIN =
      """
      update bulk_action set batch = $3, position = $4, batch_at = clock_timestamp()
      where id = $1 and owner = $2 and batch = '{}'
      returning batch_at
      """;

  private static final RowsParameter<OutcomeCount> COUNTS =
      new RowsParameter<OutcomeCount>()
          .text("outcome", OutcomeCount::outcome)
          .text("reason", OutcomeCount::reason)
          .integer("tasks", OutcomeCount::tasks)
          .uuid("task", OutcomeCount::task);

  private static final String SETTLE =
      """
      with counted as (select * from %s),
      settled as (
        update bulk_action b set batch = $7, waits_for = $8,
          done = b.done + (select coalesce(sum(tasks), 0) from counted where outcome = 'done'),
          skipped = b.skipped
            + (select coalesce(sum(tasks), 0) from counted where outcome = 'skipped'),
          failed = b.failed + (select coalesce(sum(tasks), 0) from counted where outcome = 'failed')
        where b.id = $5 and b.owner = $6 and b.batch = $9
        returning b.id)
      insert into bulk_action_reason (bulk_action, outcome, reason, tasks, task)
      select s.id, c.outcome, c.reason, c.tasks, c.task
      from settled s cross join counted c where c.outcome <> 'done'
      on conflict (bulk_action, reason)
        do update set tasks = bulk_action_reason.tasks + excluded.tasks, task = excluded.task
      """
          .formatted(COUNTS.unnest("c"));

  private static final String END =
      """
      update bulk_action set ended_at = clock_timestamp(), owner = null, waits_for = null,
        state = case state when 'stopping' then 'stopped' else 'finished' end
      where id = $1 and owner = $2 and batch = '{}'
      """;

  private final Pool pool;

  BulkActionStore(Pool pool) {
    this.pool = pool;
  }

  /**
   * The bulk action that this replica may go on with; empty where none runs, or another replica
   * that is alive runs it.
   */
  Uni<Optional<BulkActionInHand>> claim(UUID replica) {
    return StatementTimeout.of(pool.preparedQuery(CLAIM).execute(Tuple.of(replica)))
        .map(BulkActionStore::claimed);
  }

  /**
   * Takes the next tasks in hand, before anything is done to them.
   *
   * @param position what the tasks after these are found by
   * @return the action with them; empty where it was lost meanwhile
   */
  Uni<Optional<BulkActionInHand>> begin(
      BulkActionInHand action, UUID replica, List<UUID> tasks, UUID position) {
    Tuple values = Tuple.of(action.id(), replica, array(tasks), position);
    return StatementTimeout.of(pool.preparedQuery(BEGIN).execute(values))
        .map(
            rows ->
                rows.size() == 0
                    ? Optional.empty()
                    : Optional.of(action.with(tasks, time(rows.iterator().next()))));
  }

  /** Counts what became of the tasks in hand; those that wait stay in hand. */
  Uni<Void> settle(BulkActionInHand action, UUID replica, BatchOutcome outcome) {
    Tuple values =
        COUNTS
            .addTo(Tuple.tuple(), outcome.counts())
            .addUUID(action.id())
            .addUUID(replica)
            .addValue(array(outcome.waiting()))
            .addString(outcome.waitsFor())
            .addValue(array(action.batch()));
    return StatementTimeout.of(pool.preparedQuery(SETTLE).execute(values)).replaceWithVoid();
  }

  /** There is no task left, or it was stopped and has none in hand. */
  Uni<Void> end(BulkActionInHand action, UUID replica) {
    return StatementTimeout.of(pool.preparedQuery(END).execute(Tuple.of(action.id(), replica)))
        .replaceWithVoid();
  }

  private static UUID[] array(List<UUID> ids) {
    return ids.toArray(UUID[]::new);
  }

  private static Optional<BulkActionInHand> claimed(RowSet<Row> rows) {
    return rows.size() == 0 ? Optional.empty() : Optional.of(claimed(rows.iterator().next()));
  }

  private static BulkActionInHand claimed(Row row) {
    BulkActionKind kind = BulkActionKind.labelled(row.getString("action")).orElseThrow();
    TaskFilter filter = StoredFilter.read(row.getString("filter"));
    Instant started = row.getOffsetDateTime("started_at").toInstant();
    return new BulkActionInHand(
        row.getUUID("id"),
        kind,
        kind.narrow(filter, started).orElseThrow(),
        row.getUUID("position"),
        List.of(row.getArrayOfUUIDs("batch")),
        time(row),
        row.getBoolean("stopping"));
  }

  private static Instant time(Row row) {
    OffsetDateTime at = row.getOffsetDateTime("batch_at");
    return at == null ? null : at.toInstant();
  }
}
