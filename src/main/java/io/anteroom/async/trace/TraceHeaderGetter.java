package io.anteroom.async.trace;

import io.opentelemetry.context.propagation.TextMapGetter;
import io.vertx.core.MultiMap;
import java.util.List;

/** Reads the headers of a trace. Stateless. */
enum TraceHeaderGetter implements TextMapGetter<MultiMap> {
  INSTANCE;

  @Override
  public Iterable<String> keys(MultiMap headers) {
    return headers.names();
  }

  /**
   * Several fields of {@code tracestate} are one list; several of {@code traceparent} are no value.
   */
  @Override
  public String get(MultiMap headers, String name) {
    List<String> values = headers.getAll(name);
    if (values.size() == 1) {
      return values.get(0).strip();
    }
    return values.isEmpty() || name.equals(TraceContext.TRACEPARENT)
        ? null
        : String.join(",", values);
  }
}
