package io.anteroom.accept;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import java.util.Optional;
import java.util.function.Supplier;

/** What the idempotency keys of clients stand for: a task, or a batch. Thread-safe. */
final class IdempotencyKeys {

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

  IdempotencyKeys(Pool pool) {
    this.pool = pool;
  }

  /**
   * What a key already has; empty where it has nothing. A key with other content fails with {@link
   * IdempotencyKeyReusedException}.
   */
  Uni<Optional<AcceptResult>> holder(String client, IdempotencyKey idempotency) {
    return pool.preparedQuery(HOLDER)
        .execute(Tuple.of(client, idempotency.key()))
        .map(rows -> rows.size() == 0 ? null : rows.iterator().next())
        .map(row -> row == null || row.getBoolean("expired") ? null : held(row, idempotency))
        .map(Optional::ofNullable);
  }

  /**
   * After an accept that the key stood in the way of: what it has.
   *
   * @param again accepts once more, where the key is gone or over
   */
  Uni<AcceptResult> join(
      String client, IdempotencyKey idempotency, Supplier<Uni<AcceptResult>> again) {
    Tuple key = Tuple.of(client, idempotency.key());
    return pool.preparedQuery(HOLDER)
        .execute(key)
        .chain(
            rows -> {
              if (rows.size() == 0) {
                return again.get();
              }
              Row holder = rows.iterator().next();
              if (holder.getBoolean("expired")) {
                return pool.preparedQuery(FORGET).execute(key).chain(again::get);
              }
              return Uni.createFrom().item(() -> held(holder, idempotency));
            });
  }

  private static AcceptResult held(Row holder, IdempotencyKey idempotency) {
    if (!holder.getString("fingerprint").equals(idempotency.fingerprint())) {
      throw new IdempotencyKeyReusedException();
    }
    return new AcceptResult(holder.getUUID("task_id"), false);
  }
}
