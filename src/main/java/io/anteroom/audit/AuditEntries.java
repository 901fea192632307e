package io.anteroom.audit;

import io.anteroom.async.StatementTimeout;
import io.anteroom.async.sql.Rows;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;

/** Reads the audit log. Answers may come on any thread. Thread-safe. */
@Singleton
public class AuditEntries {

  /** A bulk action goes when its entries go, so that it is there for each of them. */
  private static final String READ =
      """
      select e.id, e.at, e.operator, e.action, e.reason, e.account, e.client, e.task, e.batch,
        e.bulk_action, e.outcome, e.new_task, e.new_batch, b.id is not null as is_bulk,
        b.action as bulk, b.filter::text as filter, b.state, b.matched, b.done, b.skipped, b.failed
      from audit_entry e left join bulk_action b on b.id = e.bulk_action
      where ($1::text is null or e.operator = $1)
        and ($2::timestamptz is null or e.at >= $2) and ($3::timestamptz is null or e.at < $3)
        and ($4::bigint is null or e.id < $4)
      order by e.id desc limit $5
      """;

  private final Pool pool;

  public AuditEntries(Pool pool) {
    this.pool = pool;
  }

  /** The newest that the filter shows, at most so many. */
  public Uni<List<AuditEntry>> list(AuditFilter filter, int max) {
    Tuple values =
        Tuple.tuple()
            .addString(filter.operator())
            .addOffsetDateTime(time(filter.createdAfter()))
            .addOffsetDateTime(time(filter.createdBefore()))
            .addLong(filter.after())
            .addInteger(max);
    return StatementTimeout.of(pool.preparedQuery(READ).execute(values))
        .map(rows -> Rows.list(rows, AuditEntries::entry));
  }

  private static AuditEntry entry(Row row) {
    return new AuditEntry(
        row.getLong("id"),
        row.getOffsetDateTime("at").toInstant(),
        row.getString("operator"),
        row.getString("action"),
        row.getString("reason"),
        row.getString("account"),
        row.getString("client"),
        row.getUUID("task"),
        row.getUUID("batch"),
        row.getUUID("bulk_action"),
        row.getString("outcome"),
        row.getUUID("new_task"),
        row.getUUID("new_batch"),
        row.getBoolean("is_bulk") ? counts(row) : null);
  }

  private static AuditEntry.Counts counts(Row row) {
    return new AuditEntry.Counts(
        row.getString("bulk"),
        row.getString("filter"),
        row.getString("state"),
        row.getInteger("matched"),
        row.getInteger("done"),
        row.getInteger("skipped"),
        row.getInteger("failed"));
  }

  private static OffsetDateTime time(Instant moment) {
    return moment == null ? null : moment.atOffset(ZoneOffset.UTC);
  }
}
