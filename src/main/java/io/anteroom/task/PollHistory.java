package io.anteroom.task;

import io.vertx.mutiny.sqlclient.Row;
import java.time.Duration;
import java.util.Objects;

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

  /** The same, so much later. */
  public PollHistory later(Duration passed) {
    return this == NONE
        ? this
        : new PollHistory(
            later(unansweredFor, passed), later(notFoundFor, passed), notFoundPolls, note);
  }

  /** The same after one more poll that did not say where the task stands. */
  public PollHistory unanswered() {
    return new PollHistory(begun(unansweredFor), notFoundFor, notFoundPolls, note);
  }

  /** The same after one more poll that says that the upstream does not know the task. */
  public PollHistory notFound() {
    return new PollHistory(begun(unansweredFor), begun(notFoundFor), notFoundPolls + 1, note);
  }

  /** The same with this note, which may be null. */
  public PollHistory withNote(String text) {
    return Objects.equals(text, note)
        ? this
        : new PollHistory(unansweredFor, notFoundFor, notFoundPolls, text);
  }

  /** Zero means that it has not begun. */
  private static Duration begun(Duration since) {
    return since.isZero() ? Duration.ofNanos(1) : since;
  }

  private static Duration later(Duration since, Duration passed) {
    return since.isZero() ? since : since.plus(passed);
  }

  /** The columns that {@link #from} reads, of the table {@code task t}. */
  static final String COLUMNS =
      """
      t.not_found_polls, t.upstream_note,
        greatest(0, coalesce(floor(1000 * extract(epoch from now() - t.unanswered_since)), 0))::bigint
          as unanswered_ms,
        greatest(0, coalesce(floor(1000 * extract(epoch from now() - t.not_found_since)), 0))::bigint
          as not_found_ms""";

  static PollHistory from(Row row) {
    long unanswered = row.getLong("unanswered_ms");
    long notFound = row.getLong("not_found_ms");
    int notFoundPolls = row.getInteger("not_found_polls");
    String note = row.getString("upstream_note");
    return unanswered == 0 && notFound == 0 && notFoundPolls == 0 && note == null
        ? NONE
        : new PollHistory(
            Duration.ofMillis(unanswered), Duration.ofMillis(notFound), notFoundPolls, note);
  }
}
