package io.anteroom.callback.secret;

import io.anteroom.async.StatementTimeout;
import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Optional;

/** The sealed secrets in the database. Thread-safe. */
@Singleton
public class StoredSecrets {

  private static final String COLUMNS =
      """
       sealed, created_at,
         case when previous_valid_until > clock_timestamp() then previous_sealed end as previous,
         case when previous_valid_until > clock_timestamp() then previous_valid_until end as until
      """;

  private static final String FIND = "select" + COLUMNS + "from callback_secret where client = $1";

  /**
   * A previous one that still signs stays: it is the one that receivers have where the answer with
   * the present one was lost.
   */
  private static final String ROTATE =
      """
      insert into callback_secret as s (client, sealed, created_at)
      values ($1, $2, clock_timestamp())
      on conflict (client) do update set
        sealed = excluded.sealed, created_at = excluded.created_at,
        previous_sealed = case when s.previous_valid_until > excluded.created_at
                               then s.previous_sealed else s.sealed end,
        previous_valid_until = case when s.previous_valid_until > excluded.created_at
                                    then s.previous_valid_until
                                    else excluded.created_at + $3::bigint * interval '1 ms' end
      returning
      """
          + COLUMNS;

  /**
   * A client's row.
   *
   * @param sealed the secret
   * @param createdAt since when
   * @param previous the one before it; empty where it is over, or there was none
   * @param previousValidUntil until when that one signs too
   */
  record Stored(
      byte[] sealed,
      Instant createdAt,
      Optional<byte[]> previous,
      Optional<Instant> previousValidUntil) {}

  private final Pool pool;
  private final Duration rotation;

  public StoredSecrets(Pool pool, SecretSettings settings) {
    this.pool = pool;
    this.rotation = settings.secretRotation();
  }

  /** The client's secrets; empty where none was ever made. */
  Uni<Optional<Stored>> find(String client) {
    return StatementTimeout.of(pool.preparedQuery(FIND).execute(Tuple.of(client)))
        .map(StoredSecrets::first);
  }

  /**
   * Puts a new secret in the place of the present one, which becomes the previous one, unless there
   * is one that still signs.
   */
  Uni<Stored> rotate(String client, byte[] sealed) {
    Tuple values = Tuple.of(client, Buffer.buffer(sealed), rotation.toMillis());
    return StatementTimeout.of(pool.preparedQuery(ROTATE).execute(values))
        .map(rows -> first(rows).orElseThrow());
  }

  private static Optional<Stored> first(RowSet<Row> rows) {
    return rows.size() == 0 ? Optional.empty() : Optional.of(read(rows.iterator().next()));
  }

  private static Stored read(Row row) {
    return new Stored(
        bytes(row, "sealed").orElseThrow(),
        row.getOffsetDateTime("created_at").toInstant(),
        bytes(row, "previous"),
        Optional.ofNullable(row.getOffsetDateTime("until")).map(OffsetDateTime::toInstant));
  }

  private static Optional<byte[]> bytes(Row row, String column) {
    return Optional.ofNullable(row.get(Buffer.class, column)).map(Buffer::getBytes);
  }
}
