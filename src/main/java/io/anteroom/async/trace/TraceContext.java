package io.anteroom.async.trace;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.Context;
import io.vertx.core.MultiMap;

/**
 * A place in a trace (W3C Trace Context): what a request says of the one that made it, and what is
 * kept of the accept of a task.
 *
 * @param traceparent valid, of version 00, 55 characters
 * @param tracestate at most 512 characters, or null
 */
public record TraceContext(String traceparent, String tracestate) {

  public static final String TRACEPARENT = "traceparent";
  public static final String TRACESTATE = "tracestate";

  private static final int TRACE_ID = "00-".length();
  private static final int SPAN_ID = TRACE_ID + 32 + 1;
  private static final int FLAGS = SPAN_ID + 16 + 1;

  /**
   * That of a request. One that is not valid is none, as the standard says (4.3), and so are two.
   *
   * @return null where there is none
   */
  public static TraceContext of(MultiMap headers) {
    if (!headers.contains(TRACEPARENT)) {
      return null;
    }
    Context read =
        W3CTraceContextPropagator.getInstance()
            .extract(Context.root(), headers, TraceHeaderGetter.INSTANCE);
    return of(Span.fromContext(read).getSpanContext());
  }

  /** That of a span; null where the span is none. */
  static TraceContext of(SpanContext span) {
    return span.isValid()
        ? new TraceContext(
            "00-%s-%s-%s"
                .formatted(span.getTraceId(), span.getSpanId(), span.getTraceFlags().asHex()),
            BoundedTraceState.text(span.getTraceState()))
        : null;
  }

  /** As it is stored; null where there is no {@code traceparent}. */
  public static TraceContext stored(String traceparent, String tracestate) {
    return traceparent == null ? null : new TraceContext(traceparent, tracestate);
  }

  /** The id of the trace, 32 hexadecimal digits. */
  public String traceId() {
    return traceId(traceparent);
  }

  /** That of a stored {@code traceparent}; null where that is null. */
  public static String traceId(String traceparent) {
    return traceparent == null ? null : traceparent.substring(TRACE_ID, SPAN_ID - 1);
  }

  /** Whether whoever began the trace records it. */
  boolean isSampled() {
    return span().isSampled();
  }

  SpanContext span() {
    return SpanContext.createFromRemoteParent(
        traceId(),
        traceparent.substring(SPAN_ID, FLAGS - 1),
        TraceFlags.fromHex(traceparent, FLAGS),
        tracestate == null ? TraceState.getDefault() : BoundedTraceState.read(tracestate));
  }

  /** Says to the receiver of a request where it stands. */
  public void addTo(MultiMap headers) {
    headers.set(TRACEPARENT, traceparent);
    if (tracestate != null) {
      headers.set(TRACESTATE, tracestate);
    }
  }
}
