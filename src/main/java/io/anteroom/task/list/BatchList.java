package io.anteroom.task.list;

import io.anteroom.async.CallerContext;
import io.anteroom.async.StatementTimeout;
import io.anteroom.task.TaskStatus;
import io.anteroom.task.batch.Batch;
import io.anteroom.task.batch.BatchView;
import io.anteroom.task.list.BatchPage.Owned;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Executor;

/**
 * Lists batches of a client, or of all, newest first by their ids. Else as {@link TaskList}.
 * Thread-safe; to be called on a Vert.x context, on which it answers.
 */
@Singleton
public class BatchList {

  /**
   * Each batch once for each status of its tasks that have not ended; else once, with null. Of a
   * batch that has ended no task is looked at.
   */
  static final String READ =
      """
      select b.id, b.client, b.reference, b.callback_url, b.total, b.open, b.done, b.failed,
        b.cancelled, coalesce(json_array_length(b.refused), 0) as refused, b.retry_of,
        b.accepted_at, b.ended_at, s.status, s.tasks
      from batch b left join lateral (
        select t.status, count(*)::int as tasks from task t
        where b.open > 0 and t.batch = b.id and t.phase <> 'ended' group by t.status) s on true
      where b.id = any ($1::uuid[]) order by b.id desc
      """;

  private final Pool pool;
  private final ListReader reader;

  public BatchList(Pool pool, ListReader reader) {
    this.pool = pool;
    this.reader = reader;
  }

  /**
   * A page, with its total. Its cost grows with its distance from the first.
   *
   * @param page from 1
   * @param size at least 1
   */
  public Uni<BatchPage> page(BatchFilter filter, int page, int size) {
    BatchListSql query = new BatchListSql(filter, IdRange.LAST);
    long before = (page - 1L) * size;
    Executor here = CallerContext.executor();
    return reader
        .ids(query, size + 1, before)
        .chain(ids -> reader.total(query, before, ids, size).chain(total -> read(ids, size, total)))
        .emitOn(here);
  }

  /**
   * The batches that come after one, without a total: as cheap however deep it is.
   *
   * @param after the id of a batch, which need not be there any more
   * @param size at least 1
   */
  public Uni<BatchPage> after(BatchFilter filter, UUID after, int size) {
    Executor here = CallerContext.executor();
    return reader
        .ids(new BatchListSql(filter, after), size + 1, 0)
        .chain(ids -> read(ids, size, null))
        .emitOn(here);
  }

  /** Batches that the retention removed in between are passed over. */
  private Uni<BatchPage> read(List<UUID> ids, int size, ListTotal total) {
    List<UUID> shown = ids.subList(0, Math.min(size, ids.size()));
    UUID next = ids.size() > size ? shown.get(size - 1) : null;
    return StatementTimeout.of(
            pool.preparedQuery(READ).execute(Tuple.of(shown.toArray(UUID[]::new))))
        .map(rows -> new BatchPage(batches(rows), next, total));
  }

  private static List<Owned> batches(RowSet<Row> rows) {
    Map<UUID, Batch> batches = new LinkedHashMap<>();
    Map<UUID, Map<TaskStatus, Integer>> open = new LinkedHashMap<>();
    for (Row row : rows) {
      UUID id = row.getUUID("id");
      batches.computeIfAbsent(id, first -> batch(row));
      Map<TaskStatus, Integer> tasks =
          open.computeIfAbsent(id, first -> new EnumMap<>(TaskStatus.class));
      if (row.getString("status") != null) {
        tasks.put(TaskStatus.valueOf(row.getString("status")), row.getInteger("tasks"));
      }
    }
    List<Owned> all = new ArrayList<>(batches.size());
    batches.forEach(
        (id, batch) -> all.add(new Owned(batch.client, BatchView.of(batch, open.get(id)))));
    return all;
  }

  private static Batch batch(Row row) {
    Batch batch = new Batch();
    batch.id = row.getUUID("id");
    batch.client = row.getString("client");
    batch.reference = row.getString("reference");
    batch.callbackUrl = row.getString("callback_url");
    batch.total = row.getInteger("total");
    batch.open = row.getInteger("open");
    batch.done = row.getInteger("done");
    batch.failed = row.getInteger("failed");
    batch.cancelled = row.getInteger("cancelled");
    batch.refused = row.getInteger("refused");
    batch.retryOf = row.getUUID("retry_of");
    batch.acceptedAt = row.getOffsetDateTime("accepted_at").toInstant();
    batch.endedAt = instant(row.getOffsetDateTime("ended_at"));
    return batch;
  }

  private static Instant instant(OffsetDateTime time) {
    return time == null ? null : time.toInstant();
  }
}
