package io.anteroom.upstream.list;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Singleton;
import java.time.Duration;

/**
 * What is remembered of the asset list of each account, by all replicas and over every restart.
 * Thread-safe.
 */
@Singleton
public class AssetListHistory {

  private static final String WORKS =
      """
      insert into asset_list (account, seen_at) values ($1, now())
      on conflict (account) do update set seen_at = now(), missing_since = null
      """;

  private static final String IS_MISSING =
      """
      insert into asset_list (account, missing_since) values ($1, now())
      on conflict (account) do update
        set missing_since = coalesce(asset_list.missing_since, excluded.missing_since)
      returning seen_at is not null as worked,
        floor(1000 * extract(epoch from now() - missing_since))::bigint as missing_ms
      """;

  /**
   * What is known of a list that the upstream says it does not have.
   *
   * @param hasWorked whether it was ever there
   * @param missingFor for how long the upstream has said so, without showing it in between
   */
  public record Missing(boolean hasWorked, Duration missingFor) {}

  private final Pool pool;

  public AssetListHistory(Pool pool) {
    this.pool = pool;
  }

  /** The list of this account was there. */
  public Uni<Void> works(String account) {
    return pool.preparedQuery(WORKS).execute(Tuple.of(account)).replaceWithVoid();
  }

  /** The upstream says that it has no list for this account. */
  public Uni<Missing> isMissing(String account) {
    return pool.preparedQuery(IS_MISSING)
        .execute(Tuple.of(account))
        .map(rows -> missing(rows.iterator().next()));
  }

  private static Missing missing(Row row) {
    long millis = Math.max(0, row.getLong("missing_ms"));
    return new Missing(row.getBoolean("worked"), Duration.ofMillis(millis));
  }
}
