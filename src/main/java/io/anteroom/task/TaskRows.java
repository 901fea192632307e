package io.anteroom.task;

import io.vertx.mutiny.sqlclient.Row;
import java.time.Instant;
import java.time.OffsetDateTime;

/**
 * Reads tasks from the rows of a statement, as Hibernate does, in a fraction of its time: for tasks
 * that somebody waits for.
 */
final class TaskRows {

  /** What {@link #read} needs, of the table {@code task}. */
  static final String COLUMNS =
      """
      id, client, account, kind, collection_id, file_path, file_name, file_type, file_size,
        file_sha256, request is not null as request_kept, reference, priority, deadline_at,
        callback_url, retry_of, batch, workload, status, upstream_status, upstream_note, phase,
        attempt, cancel_requested, not_before, upstream_task_id, asset_id, error, error_status,
        failure_reason, event_no, accepted_at, submitted_at, in_doubt_since, doubt, next_check_at,
        updated_at, ended_at, traceparent\
      """;

  private TaskRows() {}

  static Task read(Row row) {
    Task task = new Task();
    task.id = row.getUUID("id");
    readAccept(task, row);
    readProgress(task, row);
    task.error = row.getString("error");
    task.errorStatus = row.getInteger("error_status");
    task.failureReason = row.getString("failure_reason");
    task.endedAt = time(row, "ended_at");
    return task;
  }

  private static void readAccept(Task task, Row row) {
    task.client = row.getString("client");
    task.account = row.getString("account");
    task.kind = TaskKind.labelled(row.getString("kind"));
    task.collectionId = row.getString("collection_id");
    task.filePath = row.getString("file_path");
    task.fileName = row.getString("file_name");
    task.fileType = row.getString("file_type");
    task.fileSize = row.getLong("file_size");
    task.fileSha256 = row.getString("file_sha256");
    task.requestKept = row.getBoolean("request_kept");
    task.reference = row.getString("reference");
    task.priority = row.getInteger("priority");
    task.deadlineAt = time(row, "deadline_at");
    task.callbackUrl = row.getString("callback_url");
    task.retryOf = row.getUUID("retry_of");
    task.batch = row.getUUID("batch");
    task.workload = row.getString("workload");
    task.acceptedAt = time(row, "accepted_at");
    task.traceparent = row.getString("traceparent");
  }

  private static void readProgress(Task task, Row row) {
    String doubt = row.getString("doubt");
    task.status = TaskStatus.valueOf(row.getString("status"));
    task.upstreamStatus = row.getString("upstream_status");
    task.upstreamNote = row.getString("upstream_note");
    task.phase = Phase.labelled(row.getString("phase"));
    task.attempt = row.getInteger("attempt");
    task.cancelRequested = row.getBoolean("cancel_requested");
    task.notBefore = time(row, "not_before");
    task.upstreamTaskId = row.getString("upstream_task_id");
    task.assetId = row.getString("asset_id");
    task.eventNo = row.getInteger("event_no");
    task.submittedAt = time(row, "submitted_at");
    task.inDoubtSince = time(row, "in_doubt_since");
    task.doubt = doubt == null ? null : InDoubtReason.labelled(doubt);
    task.nextCheckAt = time(row, "next_check_at");
    task.updatedAt = time(row, "updated_at");
  }

  private static Instant time(Row row, String column) {
    OffsetDateTime time = row.getOffsetDateTime(column);
    return time == null ? null : time.toInstant();
  }
}
