package io.anteroom.task;

import io.vertx.mutiny.sqlclient.Row;
import java.time.Duration;

/**
 * What the latest looks at a running task told, by the database's clock.
 *
 * @param vainFor how long no look has said where it stands; zero where the last one did
 * @param goneFor how long the upstream has said that it does not know it, and nothing else; zero
 *     where it has not
 * @param goneLooks how many looks that were
 * @param note what is odd about what the upstream says of it, or null
 */
public record LookHistory(Duration vainFor, Duration goneFor, int goneLooks, String note) {

  /** Of a task that was never looked at. */
  public static final LookHistory NONE = new LookHistory(Duration.ZERO, Duration.ZERO, 0, null);

  /** The columns that {@link #from} reads, of the table {@code task t}. */
  static final String COLUMNS =
      """
      t.gone_looks, t.upstream_note,
        greatest(0, coalesce(floor(1000 * extract(epoch from now() - t.vain_since)), 0))::bigint
          as vain_ms,
        greatest(0, coalesce(floor(1000 * extract(epoch from now() - t.gone_since)), 0))::bigint
          as gone_ms""";

  static LookHistory from(Row row) {
    return new LookHistory(
        Duration.ofMillis(row.getLong("vain_ms")),
        Duration.ofMillis(row.getLong("gone_ms")),
        row.getInteger("gone_looks"),
        row.getString("upstream_note"));
  }
}
