package io.anteroom.async.trace;

import io.opentelemetry.api.trace.Span;
import io.smallrye.common.vertx.VertxContext;
import io.vertx.core.Context;
import io.vertx.core.Vertx;

/**
 * Where the present request stands in a trace: by its span where spans are recorded, else by its
 * headers. It stands on the Vert.x context of the request. Stateless.
 */
public final class RequestTrace {

  private static final String KEY = RequestTrace.class.getName();

  private RequestTrace() {}

  /** Notes what the headers of the present request say. */
  public static void note(TraceContext context) {
    Context current = Vertx.currentContext();
    if (isOfRequest(current)) {
      current.putLocal(KEY, context);
    }
  }

  /** Null where there is no request, or it belongs to no trace. */
  public static TraceContext current() {
    if (!isOfRequest(Vertx.currentContext())) {
      return null;
    }
    TraceContext recorded = TraceContext.of(Span.current().getSpanContext());
    return recorded == null ? noted() : recorded;
  }

  /** The same by the headers alone. */
  static TraceContext noted() {
    Context current = Vertx.currentContext();
    return isOfRequest(current) ? current.getLocal(KEY) : null;
  }

  private static boolean isOfRequest(Context context) {
    return context != null && VertxContext.isDuplicatedContext(context);
  }
}
