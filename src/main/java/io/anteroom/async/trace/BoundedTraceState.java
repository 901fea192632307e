package io.anteroom.async.trace;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.Context;
import io.vertx.core.MultiMap;
import java.util.Map;
import java.util.StringJoiner;

/**
 * A {@code tracestate} of at most 512 characters, which is what everybody must pass on (W3C Trace
 * Context, 3.3.1.5). Stateless.
 */
final class BoundedTraceState {

  private static final int MAX_LENGTH = 512;

  /** Members that are longer go first. */
  private static final int LONG_MEMBER = 128;

  /** The members stand beside some place, whichever. */
  private static final String ANY_PLACE = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";

  private BoundedTraceState() {}

  /** As a header has it; null where it has no member. */
  static String text(TraceState state) {
    if (state.isEmpty()) {
      return null;
    }
    String whole = joined(state.asMap(), Integer.MAX_VALUE);
    return whole.length() <= MAX_LENGTH ? whole : joined(state.asMap(), LONG_MEMBER);
  }

  /** Whole members in their order, as far as there is room. */
  private static String joined(Map<String, String> members, int longest) {
    boolean isBounded = longest < Integer.MAX_VALUE;
    StringJoiner text = new StringJoiner(",");
    for (Map.Entry<String, String> member : members.entrySet()) {
      String one = member.getKey() + "=" + member.getValue();
      if (isBounded && text.length() + 1 + one.length() > MAX_LENGTH) {
        break;
      }
      if (one.length() <= longest) {
        text.add(one);
      }
    }
    return text.length() == 0 ? null : text.toString();
  }

  static TraceState read(String text) {
    MultiMap headers =
        MultiMap.caseInsensitiveMultiMap()
            .add(TraceContext.TRACEPARENT, ANY_PLACE)
            .add(TraceContext.TRACESTATE, text);
    Context read =
        W3CTraceContextPropagator.getInstance()
            .extract(Context.root(), headers, TraceHeaderGetter.INSTANCE);
    return Span.fromContext(read).getSpanContext().getTraceState();
  }
}
