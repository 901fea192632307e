package io.anteroom.task;

import io.anteroom.postgres.Gatherer;
import io.anteroom.task.NewTask.Idempotency;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * Accepts tasks: task, first event and idempotency key in one statement, shared by the accepts that
 * arrive while another is under way. What it answers is committed. Thread-safe.
 */
@Singleton
public class Intake {

  private static final int STATEMENTS_AT_ONCE = 4;

  private static final String ACCEPT =
      """
      with asked as (
        select * from unnest(
          $1::uuid[], $2::text[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[],
          $8::text[], $9::text[], $10::bigint[], $11::text[], $12::text[], $13::int[],
          $14::int[], $15::text[], $16::uuid[], $17::text[], $18::text[],
          $19::text[])
        as a (id, client, account, kind, collection_id, request, file_path, file_name, file_type,
              file_size, file_sha256, reference, priority, deadline_s, callback_url, retry_of,
              key, fingerprint, workload)),
      keys as (
        insert into idempotency_key (client, key, fingerprint, task_id, expires_at)
        select client, key, fingerprint, id,
               clock_timestamp() + $20::bigint * interval '1 ms'
        from asked where key is not null order by client, key
        on conflict do nothing
        returning task_id),
      fresh as (
        select * from asked a
        where a.key is null or exists (select from keys k where k.task_id = a.id)),
      tasks as (
        insert into task (id, client, account, kind, collection_id, request, file_path, file_name,
                          file_type, file_size, file_sha256, reference, priority, deadline_at,
                          callback_url, retry_of, workload, status, phase, event_no, accepted_at,
                          updated_at)
        select id, client, account, kind, collection_id, request::json, file_path, file_name,
               file_type, file_size, file_sha256, reference, priority,
               now() + deadline_s * interval '1 s', callback_url, retry_of, workload,
               'INITIALIZING', 'queued', 1, now(), now()
        from fresh),
      events as (
        insert into task_event (task_id, client, no, status, phase)
        select id, client, 1, 'INITIALIZING', 'queued' from fresh)
      select id from fresh
      """;

  private static final String HOLDER =
      """
      select task_id, fingerprint, expires_at <= clock_timestamp() as expired
      from idempotency_key where client = $1 and key = $2
      """;

  private static final String FORGET =
      """
      delete from idempotency_key
      where client = $1 and key = $2 and expires_at <= clock_timestamp()
      """;

  private final Pool pool;
  private final Duration keyLife;
  private final Gatherer<NewTask, Boolean> accepts;

  /** Only stores its parts. */
  public Intake(Pool pool, TaskSettings settings) {
    this.pool = pool;
    this.keyLife = settings.idempotencyKeyLife();
    this.accepts = new Gatherer<>(settings.acceptsPerStatement(), STATEMENTS_AT_ONCE, this::write);
  }

  /**
   * Accepts a task, or joins the one that its idempotency key already has.
   *
   * @return the task, committed; or the failure {@link KeyReused}
   */
  public Uni<Accepted> accept(NewTask task) {
    return accepts
        .add(task)
        .chain(
            fresh ->
                fresh
                    ? Uni.createFrom().item(new Accepted(task.id(), true))
                    : join(task, task.idempotency()));
  }

  /**
   * The task that a key already has; empty where it has none. A key with other content fails with
   * {@link KeyReused}.
   */
  public Uni<Optional<Accepted>> holder(String client, Idempotency idempotency) {
    return pool.preparedQuery(HOLDER)
        .execute(Tuple.of(client, idempotency.key()))
        .map(rows -> rows.size() == 0 ? null : rows.iterator().next())
        .map(row -> row == null || row.getBoolean("expired") ? null : held(row, idempotency))
        .map(Optional::ofNullable);
  }

  private static Accepted held(Row holder, Idempotency idempotency) {
    if (!holder.getString("fingerprint").equals(idempotency.fingerprint())) {
      throw new KeyReused();
    }
    return new Accepted(holder.getUUID("task_id"), false);
  }

  private Uni<Accepted> join(NewTask task, Idempotency idempotency) {
    Tuple key = Tuple.of(task.client(), idempotency.key());
    return pool.preparedQuery(HOLDER)
        .execute(key)
        .chain(
            rows -> {
              if (rows.size() == 0) {
                return accept(task);
              }
              Row holder = rows.iterator().next();
              if (holder.getBoolean("expired")) {
                return pool.preparedQuery(FORGET).execute(key).chain(() -> accept(task));
              }
              return Uni.createFrom().item(() -> held(holder, idempotency));
            });
  }

  private Uni<List<Boolean>> write(List<NewTask> batch) {
    return pool.preparedQuery(ACCEPT)
        .execute(NewTaskColumns.of(batch, keyLife))
        .map(Intake::ids)
        .map(fresh -> batch.stream().map(t -> fresh.contains(t.id())).toList());
  }

  private static Set<UUID> ids(RowSet<Row> rows) {
    Set<UUID> ids = new HashSet<>();
    rows.forEach(row -> ids.add(row.getUUID(0)));
    return ids;
  }
}
