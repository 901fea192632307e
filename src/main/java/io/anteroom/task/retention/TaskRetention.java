package io.anteroom.task.retention;

import io.anteroom.task.TaskSettings;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Singleton;
import java.time.Duration;

/**
 * Removes what nobody needs any more, a batch for each call and statement. Replicas may do it
 * beside each other: a row that another one is removing is passed over. Thread-safe.
 */
@Singleton
public class TaskRetention {

  /**
   * Those of the old ones that nobody is still to be told of. A callback may be asked for again
   * while this runs: its row is locked before it counts as told, and read anew under the lock. One
   * that somebody else has in hand is passed over.
   */
  private static final String GONE =
      """
      told as (
        select c.id from callback c
        where c.id = any (array(select id from old)) and c.state <> 'pending'
        for update skip locked),
      gone as (
        select o.id from old o
        where o.id in (select id from told)
          or not exists (select from callback c where c.id = o.id)),
      callbacks as (delete from callback c where c.id = any (array(select id from gone)))\
      """;

  /**
   * A task goes with its events and its callback. It stays as long as its idempotency key, since a
   * repeated accept must find it, also where keys lived longer by an earlier configuration; a
   * minute longer, for an accept that found the key in the last moment of its life; and as long as
   * somebody is still to be told.
   */
  public static final String TASKS =
      """
      with old as (
        select t.id from task t
        where t.phase = 'ended' and t.ended_at <= now() - $1::bigint * interval '1 ms'
          and not exists (
            select from idempotency_key k
            where k.task_id = any (array[t.id, t.batch])
              and k.expires_at > now() - interval '1 minute')
          and not exists (select from callback c where c.id = t.id and c.state = 'pending')
        order by t.ended_at
        limit $2
        for update of t skip locked),
      %s,
      events as (delete from task_event e where e.task_id = any (array(select id from gone))),
      doubles as (delete from duplicate_asset d where d.task = any (array(select id from gone)))
      delete from task t where t.id = any (array(select id from gone))
      """
          .formatted(GONE);

  /** What a task was accepted with is needed for a retry only, and is most of its bytes. */
  public static final String REQUESTS =
      """
      with old as (
        select t.id from task t
        where t.phase = 'ended' and t.request is not null
          and t.ended_at <= now() - $1::bigint * interval '1 ms'
        order by t.ended_at
        limit $2
        for update of t skip locked)
      update task t set request = null where t.id = any (array(select id from old))
      """;

  /** An accept may have found a key in the last moment of its life. */
  static final String KEYS =
      """
      with old as (
        select client, key from idempotency_key
        where expires_at <= now() - interval '1 minute'
        order by expires_at
        limit $1
        for update skip locked)
      delete from idempotency_key k using old where k.client = old.client and k.key = old.key
      """;

  /** A batch goes after its tasks, which are found by it, with its callback; else as a task. */
  static final String BATCHES =
      """
      with old as (
        select b.id from batch b
        where b.ended_at <= now() - $1::bigint * interval '1 ms'
          and not exists (select from task t where t.batch = b.id)
          and not exists (
            select from idempotency_key k
            where k.task_id = b.id and k.expires_at > now() - interval '1 minute')
          and not exists (select from callback c where c.id = b.id and c.state = 'pending')
        order by b.ended_at
        limit $2
        for update of b skip locked),
      %s
      delete from batch b where b.id = any (array(select id from gone))
      """
          .formatted(GONE);

  private static final String REPLICAS =
      "delete from replica where lease_until < now() - interval '1 hour'";

  /** The clock only rises, so a row that it has passed stays as good as absent. */
  private static final String IDLE_TURNS =
      """
      delete from queue_finish t using queue_clock c
      where c.account = t.account and c.kind = t.kind and t.finish_time <= c.now
      """;

  private final Pool pool;
  private final Duration life;
  private final Duration requests;
  private final int batch;

  public TaskRetention(Pool pool, TaskSettings settings, IdempotencyKeyRetention keys) {
    this.pool = pool;
    this.batch = settings.retentionBatch();
    this.requests = settings.requestRetention();
    this.life = life(settings.retention(), keys.idempotencyKeyRetention());
  }

  /** How many rows a full batch removes. */
  public int batch() {
    return batch;
  }

  /** Removes the tasks that ended first; answers with how many, 0 where they are kept for ever. */
  public Uni<Integer> removeTasks() {
    return life.isZero()
        ? Uni.createFrom().item(0)
        : remove(TASKS, Tuple.of(life.toMillis(), batch));
  }

  /** Drops the requests of the tasks that ended first; 0 where they are kept as long as these. */
  public Uni<Integer> dropRequests() {
    return requests.isZero()
        ? Uni.createFrom().item(0)
        : remove(REQUESTS, Tuple.of(requests.toMillis(), batch));
  }

  /** Removes the batches that ended first and have no tasks any more; answers with how many. */
  public Uni<Integer> removeBatches() {
    return life.isZero()
        ? Uni.createFrom().item(0)
        : remove(BATCHES, Tuple.of(life.toMillis(), batch));
  }

  /** Removes idempotency keys that have expired; answers with how many. */
  public Uni<Integer> removeKeys() {
    return remove(KEYS, Tuple.of(batch));
  }

  /** Removes replicas that are long gone, and turns that make no difference. */
  public Uni<Void> removeTraces() {
    return remove(REPLICAS, Tuple.tuple())
        .chain(() -> remove(IDLE_TURNS, Tuple.tuple()))
        .replaceWithVoid();
  }

  private Uni<Integer> remove(String statement, Tuple values) {
    return pool.preparedQuery(statement).execute(values).map(rows -> rows.rowCount());
  }

  /**
   * Zero is for ever. No shorter than a key: tasks that must stay would pile up in the sweep's way.
   */
  private static Duration life(Duration retention, Duration keyLife) {
    return retention.isZero() || retention.compareTo(keyLife) > 0 ? retention : keyLife;
  }
}
