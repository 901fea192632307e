package io.anteroom.async.trace;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.SpanBuilder;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.api.trace.TracerProvider;
import io.opentelemetry.context.Context;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.function.Supplier;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * Makes the spans of tasks (OpenTelemetry, conventions for messaging). All but that of the accept
 * begin a trace of their own, which links to the accept's (decision 26). Thread-safe.
 */
@Singleton
public class TaskTraces {

  private static final AttributeKey<String> SYSTEM = AttributeKey.stringKey("messaging.system");
  private static final AttributeKey<String> NAME =
      AttributeKey.stringKey("messaging.operation.name");
  private static final AttributeKey<String> TYPE =
      AttributeKey.stringKey("messaging.operation.type");
  private static final AttributeKey<String> DESTINATION =
      AttributeKey.stringKey("messaging.destination.name");
  private static final AttributeKey<String> MESSAGE =
      AttributeKey.stringKey("messaging.message.id");
  private static final AttributeKey<Long> COUNT =
      AttributeKey.longKey("messaging.batch.message_count");
  private static final AttributeKey<String> CLIENT = AttributeKey.stringKey("anteroom.client");
  private static final AttributeKey<Long> ATTEMPT = AttributeKey.longKey("anteroom.attempt");

  private final boolean on;
  private final Tracer tracer;

  @Inject
  TaskTraces(
      @ConfigProperty(name = "quarkus.otel.sdk.disabled", defaultValue = "true") boolean disabled,
      Tracer tracer) {
    this.on = !disabled;
    this.tracer = tracer;
  }

  /** Those that record nothing. */
  public static TaskTraces off() {
    return new TaskTraces(true, TracerProvider.noop().get("anteroom"));
  }

  /**
   * A task, or several that were accepted together, as the message that its spans speak of.
   *
   * @param id of the task or the batch
   * @param destination where it goes: a queue of ours, or a receiver
   * @param trace of its accept, or null
   * @param attempt which one it is, from 1; 0 where it is none
   */
  public record Message(
      UUID id, String client, String destination, TraceContext trace, int attempt) {}

  /**
   * The accept of a task or a batch, in the trace of the present request.
   *
   * @param message asked for only where spans are recorded
   * @param tasks how many
   */
  public TaskSpan accept(Supplier<Message> message, int tasks) {
    if (!on) {
      return TaskSpan.none(RequestTrace.noted());
    }
    SpanBuilder span = builder(TaskOperation.ACCEPT, message.get()).setParent(Context.current());
    if (tasks > 1) {
      span.setAttribute(COUNT, (long) tasks);
    }
    return TaskSpan.of(span.startSpan());
  }

  /**
   * A submit or a callback. Where the accept was not sampled, this is not either.
   *
   * @param accept its place in a trace, or null
   * @param message asked for only where spans are recorded
   */
  public TaskSpan begin(TaskOperation operation, TraceContext accept, Supplier<Message> message) {
    if (!on || accept != null && !accept.isSampled()) {
      return TaskSpan.none(accept);
    }
    SpanBuilder span = builder(operation, message.get()).setNoParent();
    if (accept != null) {
      span.addLink(accept.span());
    }
    return TaskSpan.of(span.startSpan());
  }

  /**
   * A poll that saw tasks end, which is known only now; it links to all of them.
   *
   * @param account whose tasks
   * @param ended the tasks
   * @param taken how long the poll took
   */
  public void polled(String account, List<Message> ended, Duration taken) {
    List<Message> sampled = ended.stream().filter(TaskTraces::isShown).toList();
    if (!on || sampled.isEmpty()) {
      return;
    }
    Instant end = Instant.now();
    SpanBuilder span =
        builder(TaskOperation.POLL, account)
            .setNoParent()
            .setStartTimestamp(end.minus(taken))
            .setAttribute(COUNT, (long) sampled.size());
    sampled.stream()
        .filter(message -> message.trace() != null)
        .forEach(m -> span.addLink(m.trace().span(), Attributes.of(MESSAGE, m.id().toString())));
    span.startSpan().end(end);
  }

  private static boolean isShown(Message message) {
    return message.trace() == null || message.trace().isSampled();
  }

  public boolean areOn() {
    return on;
  }

  private SpanBuilder builder(TaskOperation operation, Message message) {
    SpanBuilder span =
        builder(operation, message.destination())
            .setAttribute(MESSAGE, message.id().toString())
            .setAttribute(CLIENT, message.client());
    return message.attempt() == 0 ? span : span.setAttribute(ATTEMPT, (long) message.attempt());
  }

  private SpanBuilder builder(TaskOperation operation, String destination) {
    return tracer
        .spanBuilder(operation.label() + " " + destination)
        .setSpanKind(operation.kind())
        .setAttribute(SYSTEM, "anteroom")
        .setAttribute(NAME, operation.label())
        .setAttribute(TYPE, operation.type())
        .setAttribute(DESTINATION, destination);
  }
}
