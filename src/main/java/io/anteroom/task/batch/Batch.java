package io.anteroom.task.batch;

import io.vertx.mutiny.sqlclient.Row;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.UUID;

/**
 * Tasks that were accepted together, as readers see them. Once it has ended it does not change.
 *
 * @param reference the client's own name for it, or null
 * @param callbackUrl who is told once, when all have ended, or null
 * @param total how many tasks it has
 * @param open how many have not ended
 * @param refused how many of its items became no task
 * @param endedAt when the last of them ended, or null
 */
public record Batch(
    UUID id,
    String client,
    String reference,
    String callbackUrl,
    int total,
    int open,
    int done,
    int failed,
    int cancelled,
    int refused,
    Instant acceptedAt,
    Instant endedAt) {

  static Batch from(Row row) {
    return new Batch(
        row.getUUID("id"),
        row.getString("client"),
        row.getString("reference"),
        row.getString("callback_url"),
        row.getInteger("total"),
        row.getInteger("open"),
        row.getInteger("done"),
        row.getInteger("failed"),
        row.getInteger("cancelled"),
        row.getInteger("refused"),
        instant(row.getOffsetDateTime("accepted_at")),
        instant(row.getOffsetDateTime("ended_at")));
  }

  private static Instant instant(OffsetDateTime time) {
    return time == null ? null : time.toInstant();
  }
}
