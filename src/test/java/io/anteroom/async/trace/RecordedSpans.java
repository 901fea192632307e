package io.anteroom.async.trace;

import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.trace.ReadWriteSpan;
import io.opentelemetry.sdk.trace.ReadableSpan;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.SpanProcessor;
import io.opentelemetry.sdk.trace.data.SpanData;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Spans of tasks that stay in memory when they have ended. Thread-safe. */
public final class RecordedSpans implements AutoCloseable {

  private final List<SpanData> ended = new CopyOnWriteArrayList<>();
  private final SdkTracerProvider provider =
      SdkTracerProvider.builder().addSpanProcessor(new Kept()).build();

  /** What makes them. */
  public TaskTraces traces() {
    return new TaskTraces(false, provider.get("test"));
  }

  /** Those that have ended, in this order. */
  public List<SpanData> ended() {
    return List.copyOf(ended);
  }

  @Override
  public void close() {
    provider.close();
  }

  private final class Kept implements SpanProcessor {

    @Override
    public void onStart(Context parent, ReadWriteSpan span) {
      // only its end is asked for
    }

    @Override
    public boolean isStartRequired() {
      return false;
    }

    @Override
    public void onEnd(ReadableSpan span) {
      ended.add(span.toSpanData());
    }

    @Override
    public boolean isEndRequired() {
      return true;
    }
  }
}
