package io.anteroom.task;

import io.vertx.mutiny.sqlclient.Row;
import java.time.Duration;

/**
 * What the latest polls of a running task told, by the database's clock.
 *
 * @param unansweredFor for how long no poll has said where it stands; zero where the last one did
 * @param notFoundFor for how long the upstream has said that it does not know it, and nothing else;
 *     zero where it has not
 * @param notFoundPolls how many polls that were
 * @param note what is odd about what the upstream says of it, or null
 */
public record PollHistory(
    Duration unansweredFor, Duration notFoundFor, int notFoundPolls, String note) {

  /** Of a task that was never polled. */
  public static final PollHistory NONE = new PollHistory(Duration.ZERO, Duration.ZERO, 0, null);

  /** The columns that {@link #from} reads, of the table {@code task t}. */
  static final String COLUMNS =
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
