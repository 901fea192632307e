package io.anteroom.async.log;

import io.anteroom.async.trace.RequestTrace;
import io.anteroom.async.trace.TraceContext;
import io.quarkus.logging.LoggingFilter;
import java.util.UUID;
import java.util.logging.Filter;
import java.util.logging.LogRecord;
import org.jboss.logmanager.ExtLogRecord;

/**
 * Adds to each line which replica says it, and which request it is about, where it is about one. A
 * field that the line has already stays. Thread-safe.
 */
@LoggingFilter(name = "fields")
public final class ReplicaLogFilter implements Filter {

  private static volatile String replica;

  /** From now on lines are of this replica. */
  public static void replicaIs(UUID id) {
    replica = id.toString();
  }

  @Override
  public boolean isLoggable(LogRecord line) {
    if (line instanceof ExtLogRecord fields) {
      add(fields, "replica", replica);
      CurrentRequest request = CurrentRequest.get();
      if (request != null) {
        addRequest(fields, request);
      }
    }
    return true;
  }

  private static void addRequest(ExtLogRecord line, CurrentRequest request) {
    LogFields fields = new LogFields();
    request.describe(fields);
    TraceContext trace = RequestTrace.current();
    fields.traceId(trace == null ? null : trace.traceId());
    fields.forEach((name, value) -> add(line, name, value));
  }

  private static void add(ExtLogRecord line, String name, String value) {
    if (value != null && line.getMdc(name) == null) {
      line.putMdc(name, value);
    }
  }
}
