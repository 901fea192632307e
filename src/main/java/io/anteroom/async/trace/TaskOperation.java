package io.anteroom.async.trace;

import io.opentelemetry.api.trace.SpanKind;
import java.util.Locale;

/**
 * What is done with a task, as OpenTelemetry's conventions for messaging name it: an accept makes
 * the message, a submit processes it, the poll that saw its end settles it, and a callback sends
 * word of it.
 */
public enum TaskOperation {
  ACCEPT(SpanKind.PRODUCER, "create"),
  SUBMIT(SpanKind.CONSUMER, "process"),
  POLL(SpanKind.CLIENT, "settle"),
  CALLBACK(SpanKind.PRODUCER, "send");

  private final SpanKind kind;
  private final String type;

  TaskOperation(SpanKind kind, String type) {
    this.kind = kind;
    this.type = type;
  }

  SpanKind kind() {
    return kind;
  }

  /** The value of {@code messaging.operation.type}. */
  String type() {
    return type;
  }

  /** The value of {@code messaging.operation.name}. */
  String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
