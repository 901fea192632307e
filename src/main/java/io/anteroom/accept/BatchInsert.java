package io.anteroom.accept;

import io.anteroom.async.StatementTimeout;
import io.anteroom.async.sql.RowsParameter;
import io.anteroom.async.trace.TraceContext;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;

/**
 * Accepts tasks together: the batch, its tasks with their first events, and its idempotency key in
 * one statement. What it answers is committed. Thread-safe.
 */
@Singleton
public class BatchInsert {

  private static final RowsParameter<NewBatch> BATCH =
      new RowsParameter<NewBatch>()
          .uuid("id", NewBatch::id)
          .text("client", NewBatch::client)
          .text("reference", NewBatch::reference)
          .text("callback_url", NewBatch::callbackUrl)
          .text("refused", NewBatch::refused)
          .uuid("retry_of", NewBatch::retryOf)
          .text("traceparent", ofTrace(TraceContext::traceparent))
          .text("tracestate", ofTrace(TraceContext::tracestate))
          .text("key", batch -> batch.idempotency() == null ? null : batch.idempotency().key())
          .text(
              "fingerprint",
              batch -> batch.idempotency() == null ? null : batch.idempotency().fingerprint());

  private static final String HELD =
      """
      select refused::text as refused,
        array(select t.id from task t where t.batch = $1 order by t.id) as tasks,
        array(select t.retry_of from task t where t.batch = $1 order by t.id) as retries
      from batch where id = $1
      """;

  /**
   * A batch as it was accepted.
   *
   * @param tasks in the order of the items; without those that were removed meanwhile
   * @param refused the items that became no task, a JSON array, or null
   */
  public record Held(UUID id, List<Item> tasks, String refused) {

    /**
     * A task of it.
     *
     * @param retryOf the task that it tries again, or null
     */
    public record Item(UUID task, UUID retryOf) {}
  }

  private final Pool pool;
  private final IdempotencyKeys keys;
  private final RetriedRequests requests;
  private final String insert;

  public BatchInsert(Pool pool, IdempotencyKeys keys, AcceptSettings settings) {
    this.pool = pool;
    this.keys = keys;
    this.requests = new RetriedRequests(pool);
    this.insert = insert(TaskInsertSql.expiresAfter(settings.idempotencyKeyRetention()));
  }

  /**
   * Accepts a batch, or joins the one that its key already has.
   *
   * @return the batch, committed; or the failure {@link IdempotencyKeyReusedException}, or {@link
   *     NotRetryableException} where the request of a task that it repeats is gone
   */
  public Uni<AcceptResult> accept(NewBatch batch) {
    return StatementTimeout.of(pool.preparedQuery(insert).execute(values(batch)))
        .chain(
            rows ->
                rows.size() == 1
                    ? Uni.createFrom().item(accepted(batch, rows.iterator().next()))
                    : requests.demand(batch.tasks(), () -> join(batch)));
  }

  private Uni<AcceptResult> join(NewBatch batch) {
    return keys.join(batch.client(), batch.idempotency(), () -> accept(batch));
  }

  private static AcceptResult accepted(NewBatch batch, Row row) {
    Instant at = row.getOffsetDateTime("accepted_at").toInstant();
    return AcceptResult.newBatch(batch.id(), batch.last().accepted(at));
  }

  /** A batch as it was accepted; null where it is not there any more. */
  public Uni<Held> held(UUID batch) {
    return StatementTimeout.of(pool.preparedQuery(HELD).execute(Tuple.of(batch)))
        .map(rows -> rows.size() == 0 ? null : held(batch, rows.iterator().next()));
  }

  private static Held held(UUID batch, Row row) {
    UUID[] tasks = row.getArrayOfUUIDs("tasks");
    UUID[] retries = row.getArrayOfUUIDs("retries");
    List<Held.Item> items = new ArrayList<>();
    for (int i = 0; i < tasks.length; i++) {
      items.add(new Held.Item(tasks[i], retries[i]));
    }
    return new Held(batch, items, row.getString("refused"));
  }

  private static Function<NewBatch, String> ofTrace(Function<TraceContext, String> getter) {
    return batch -> batch.trace() == null ? null : getter.apply(batch.trace());
  }

  private static Tuple values(NewBatch batch) {
    return BATCH.addTo(NewTaskColumns.ALL.values(batch.tasks()), List.of(batch));
  }

  private static String insert(String expiry) {
    return "with "
        + TaskInsertSql.ASKED
        + """
        , asked_batch as (
          select * from %s
          where not exists (select from asked a where not %s)),
        keys as (
          insert into idempotency_key (client, key, fingerprint, task_id, expires_at)
          select client, key, fingerprint, id, %s
          from asked_batch where key is not null
          on conflict do nothing
          returning task_id),
        batches as (
          insert into batch (id, client, reference, callback_url, refused, retry_of,
                             traceparent, tracestate, total, open, accepted_at)
          select b.id, b.client, b.reference, b.callback_url, b.refused::json, b.retry_of,
                 b.traceparent, b.tracestate, n, n, now()
          from asked_batch b, (select count(*)::int as n from asked) tasks
          where b.key is null or exists (select from keys)
          returning id, accepted_at),
        fresh as (
          select * from asked where exists (select from batches)),
        """
            .formatted(BATCH.unnest("b", NewTaskColumns.ALL), TaskInsertSql.HAS_REQUEST, expiry)
        + TaskInsertSql.tasks("(select b.id from asked_batch b)")
        + "select id, accepted_at from batches";
  }
}
