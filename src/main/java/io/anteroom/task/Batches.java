package io.anteroom.task;

import io.anteroom.postgres.LongestStatement;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Singleton;
import java.util.UUID;

/** Reads batches; a client sees its own only. Thread-safe. */
@Singleton
public class Batches {

  private static final String FIND =
      """
      select id, client, reference, callback_url, total, open, done, failed, cancelled,
        coalesce(json_array_length(refused), 0) as refused, accepted_at, ended_at
      from batch where id = $1 and client = $2
      """;

  /** At most a thousand, and none once all have ended. */
  private static final String OPEN =
      """
      select status, count(*)::int as tasks from task
      where batch = $1 and phase <> 'ended' group by status
      """;

  /** By one statement. */
  public static final int MOST_SETTLED = 100;

  /**
   * Ends what the version before batches ended, which counted nothing. The row is looked at anew
   * where another statement changed it meanwhile. Batch by batch: as a join the planner would read
   * all tasks.
   */
  static final String SETTLE =
      """
      with left_open as (
        select b.id from batch b
        where b.ended_at is null and b.accepted_at < now() - interval '1 minute'
          and (select true from task t where t.batch = b.id and t.phase <> 'ended' limit 1) is null
        order by b.id limit %d
        for update skip locked),
      counted as (
        select l.id, c.* from left_open l cross join lateral (
          select count(*) filter (where t.status = 'DONE')::int as done,
            count(*) filter (where t.status = 'FAILED')::int as failed,
            count(*) filter (where t.status = 'CANCELLED')::int as cancelled
          from task t where t.batch = l.id) c),
      settled as (
        update batch b set open = 0, done = c.done, failed = c.failed, cancelled = c.cancelled,
          ended_at = clock_timestamp()
        from counted c where b.id = c.id and b.ended_at is null
        returning b.id, b.client, b.callback_url),
      told as (
        insert into callback (id, client, type, url, endpoint)
        select id, client, 'batch.ended', callback_url,
               lower(substring(callback_url from '^[^/]*//[^/?#]*'))
        from settled where callback_url is not null
        on conflict (id) do nothing)
      select count(*)::int as settled from settled
      """
          .formatted(MOST_SETTLED);

  private final Pool pool;

  /** Only stores its parts. */
  public Batches(Pool pool) {
    this.pool = pool;
  }

  /** The batch of this client, or null. */
  public Uni<Batch> find(UUID id, String client) {
    return LongestStatement.of(pool.preparedQuery(FIND).execute(Tuple.of(id, client)))
        .map(rows -> rows.size() == 0 ? null : Batch.from(rows.iterator().next()));
  }

  /** How many of its tasks that have not ended are in which status. */
  public Uni<StatusCounts> open(Batch batch) {
    return batch.open() == 0
        ? Uni.createFrom().item(StatusCounts.NONE)
        : LongestStatement.of(pool.preparedQuery(OPEN).execute(Tuple.of(batch.id())))
            .map(StatusCounts::from);
  }

  /**
   * Ends batches whose tasks have all ended without its being counted.
   *
   * @return how many; with {@link #MOST_SETTLED} there may be more
   */
  public Uni<Integer> settle() {
    return pool.preparedQuery(SETTLE).execute().map(rows -> rows.iterator().next().getInteger(0));
  }
}
