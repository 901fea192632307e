package io.anteroom.async.log;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import java.util.function.BiConsumer;

/** The fields of one log line. A value that is null makes no field. Not thread-safe. */
public final class LogFields {

  private final Map<String, String> values = new LinkedHashMap<>();

  /** For what has no object of its own. */
  public static LogSubject ofTask(UUID id) {
    return fields -> fields.taskId(id);
  }

  /** For what concerns an account as a whole. */
  public static LogSubject ofAccount(String name) {
    return fields -> fields.account(name);
  }

  public LogFields taskId(UUID id) {
    return with("task_id", id);
  }

  public LogFields batchId(UUID id) {
    return with("batch_id", id);
  }

  public LogFields account(String name) {
    return with("account", name);
  }

  public LogFields client(String name) {
    return with("client", name);
  }

  /** The class of the upstream's rate limits. */
  public LogFields endpointClass(String label) {
    return with("class", label);
  }

  /** The number of a submit, or of a delivery of a callback. */
  public LogFields attempt(int number) {
    return with("attempt", number);
  }

  /** The trace of the task's accept, or of the request. */
  public LogFields traceId(String id) {
    return with("trace_id", id);
  }

  LogFields requestId(String id) {
    return with("request_id", id);
  }

  private LogFields with(String name, Object value) {
    if (value != null) {
      values.put(name, value.toString());
    }
    return this;
  }

  void forEach(BiConsumer<String, String> action) {
    values.forEach(action);
  }
}
