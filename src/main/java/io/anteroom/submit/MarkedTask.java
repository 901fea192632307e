package io.anteroom.submit;

import io.anteroom.async.trace.TraceContext;
import io.anteroom.task.StoredFile;
import io.anteroom.task.SubmitAttempt;
import io.anteroom.task.TaskKind;
import io.vertx.mutiny.sqlclient.Row;
import java.util.UUID;

/**
 * A task that is marked for submit: the mark is committed before the call leaves.
 *
 * @param attempt the number of this submit; with the id it is the marker
 * @param request the client's own fields, a JSON object; null where it is large, and to be read
 * @param requestSize its bytes
 * @param file the uploaded file, or null
 * @param trace where its accept stands in a trace, or null
 */
public record MarkedTask(
    UUID id,
    String client,
    int attempt,
    TaskKind kind,
    String request,
    int requestSize,
    StoredFile file,
    TraceContext trace) {

  /** A request of so many bytes comes with the mark. */
  static final int INLINE = 64 * 1024;

  public MarkedTask with(String read) {
    return new MarkedTask(id, client, attempt, kind, read, requestSize, file, trace);
  }

  public String marker() {
    return submit().marker();
  }

  public SubmitAttempt submit() {
    return new SubmitAttempt(id, attempt);
  }

  static MarkedTask from(Row row) {
    return new MarkedTask(
        row.getUUID("id"),
        row.getString("client"),
        row.getInteger("attempt"),
        TaskKind.labelled(row.getString("kind")),
        row.getString("request"),
        row.getInteger("request_size"),
        StoredFile.from(row),
        TraceContext.stored(row.getString("traceparent"), row.getString("tracestate")));
  }
}
