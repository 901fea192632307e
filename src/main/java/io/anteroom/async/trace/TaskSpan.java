package io.anteroom.async.trace;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.StatusCode;
import io.smallrye.mutiny.Uni;

/**
 * One step of a task as a span, or no span where none is recorded: then it costs nothing.
 * Thread-safe.
 */
public final class TaskSpan {

  private static final TaskSpan NONE = new TaskSpan(null, null);
  private static final AttributeKey<String> OUTCOME = AttributeKey.stringKey("anteroom.outcome");
  private static final AttributeKey<String> ERROR_TYPE = AttributeKey.stringKey("error.type");
  private static final AttributeKey<Long> HTTP_STATUS =
      AttributeKey.longKey("http.response.status_code");

  private final Span span;
  private final TraceContext context;

  private TaskSpan(Span span, TraceContext context) {
    this.span = span;
    this.context = context;
  }

  /**
   * No span: whoever comes next gets the context as it came, since this hop shows nowhere.
   *
   * @param context or null
   */
  static TaskSpan none(TraceContext context) {
    return context == null ? NONE : new TaskSpan(null, context);
  }

  static TaskSpan of(Span span) {
    return new TaskSpan(span, TraceContext.of(span.getSpanContext()));
  }

  /** What the next hop is told; null where there is nothing to tell. */
  public TraceContext context() {
    return context;
  }

  /** Ends with this outcome, a word of few. */
  public void end(String outcome) {
    if (span != null) {
      span.setAttribute(OUTCOME, outcome).end();
    }
  }

  /**
   * Ends as an error.
   *
   * @param type a word of few
   */
  public void fail(String type) {
    if (span != null) {
      span.setAttribute(ERROR_TYPE, type).setStatus(StatusCode.ERROR).end();
    }
  }

  /** Ends as an error, since nobody waits for the work any more. */
  public void cancel() {
    fail("cancelled");
  }

  /** The status of the answer to its call. */
  public void answered(int status) {
    if (span != null) {
      span.setAttribute(HTTP_STATUS, (long) status);
    }
  }

  /** Ends it with the outcome of the work; work that nobody waits for any more is an error. */
  public <T> Uni<T> around(Uni<T> work) {
    return span == null
        ? work
        : work.onItem()
            .invoke(() -> span.end())
            .onFailure()
            .invoke(failure -> fail(failure.getClass().getName()))
            .onCancellation()
            .invoke(this::cancel);
  }
}
