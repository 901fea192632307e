package io.anteroom.submit;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.anteroom.async.json.JsonReader;
import io.anteroom.async.json.JsonWriter;
import io.anteroom.async.json.UnreadableJsonException;
import io.anteroom.async.trace.TraceContext;
import io.anteroom.task.StoredFile;
import io.anteroom.task.TaskKind;
import io.anteroom.upload.Spool;
import io.anteroom.upstream.http.MultipartBody;
import io.anteroom.upstream.http.MultipartBody.FilePart;
import io.anteroom.upstream.http.RequestBody;
import io.anteroom.upstream.http.UpstreamCall;
import io.anteroom.upstream.json.UpstreamTask;
import jakarta.inject.Singleton;
import java.util.LinkedHashMap;
import java.util.Map;

/** Makes the upstream call of a submit: the client's own fields, and our marker. Thread-safe. */
@Singleton
public class SubmitCallBuilder {

  private static final String METADATA = "metadata";
  private static final JsonReader JSON = JsonReader.ofUpstream();

  private final Spool spool;

  public SubmitCallBuilder(Spool spool) {
    this.spool = spool;
  }

  /**
   * The call for this task and attempt.
   *
   * @param lease under which it is made; asked before each part of the body leaves, so that an
   *     upload of a replica that was stopped for a while goes no further
   * @param trace what the upstream is told of the trace, or null
   */
  UpstreamCall of(MarkedTask task, SubmitLease lease, TraceContext trace) {
    RequestBody own = task.kind() == TaskKind.UPLOAD ? form(task) : document(task);
    RequestBody body = own.whileTrue(lease::holds, "the lease of its replica has ended");
    String kind = task.kind().label();
    return new UpstreamCall.WithBody(
        body,
        (api, b, stream) ->
            lease.cancelling(
                api.index(
                    kind,
                    b.contentType(),
                    b.length(),
                    trace == null ? null : trace.traceparent(),
                    trace == null ? null : trace.tracestate(),
                    stream)));
  }

  private RequestBody document(MarkedTask task) {
    return RequestBody.json(JsonWriter.bytes(marked(task)));
  }

  /** Objects and lists among the fields are sent as JSON strings, as the upstream takes them. */
  private RequestBody form(MarkedTask task) {
    Map<String, String> fields = new LinkedHashMap<>();
    marked(task)
        .properties()
        .forEach(
            field -> {
              JsonNode value = field.getValue();
              fields.put(
                  field.getKey(), value.isValueNode() ? value.asText() : JsonWriter.text(value));
            });
    StoredFile file = task.file();
    return MultipartBody.of(
        fields, new FilePart(() -> spool.read(file.path()), file.size(), file.name(), file.type()));
  }

  private ObjectNode marked(MarkedTask task) {
    try {
      ObjectNode request = (ObjectNode) JSON.read(task.request());
      JsonNode metadata = request.path(METADATA);
      ObjectNode withMarker =
          metadata.isObject() ? (ObjectNode) metadata : JsonNodeFactory.instance.objectNode();
      withMarker.put(UpstreamTask.MARKER, task.marker());
      request.set(METADATA, withMarker);
      return request;
    } catch (UnreadableJsonException e) {
      throw unreadable(task, e);
    }
  }

  private static IllegalStateException unreadable(MarkedTask task, UnreadableJsonException cause) {
    return new IllegalStateException("task " + task.id() + " has an unreadable request", cause);
  }
}
