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
public record PollHistory(Duration vainFor, Duration goneFor, int goneLooks, String note) {

  /** Of a task that was never looked at. */
  public static final PollHistory NONE = new PollHistory(Duration.ZERO, Duration.ZERO, 0, null);

  /** The columns that {@link #from} reads, of the table {@code task t}. */
  public static final String COLUMNS =
      """
      t.not_found_polls, t.upstream_note,
        greatest(0, coalesce(floor(1000 * extract(epoch from now() - t.unanswered_since)), 0))::bigint
          as unanswered_ms,
        greatest(0, coalesce(floor(1000 * extract(epoch from now() - t.not_found_since)), 0))::bigint
          as not_found_ms""";

  static PollHistory from(Row row) {
    return new PollHistory(
        Duration.ofMillis(row.getLong("unanswered_ms")),
        Duration.ofMillis(row.getLong("not_found_ms")),
        row.getInteger("not_found_polls"),
        row.getString("upstream_note"));
  }
}
