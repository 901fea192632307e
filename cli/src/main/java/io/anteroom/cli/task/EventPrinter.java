package io.anteroom.cli.task;

import io.anteroom.cli.output.Output;
import io.anteroom.client.response.TaskEvent;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;

/** Prints events as they come. Used once. */
final class EventPrinter implements Flow.Subscriber<TaskEvent> {

  private final Output output;
  private final CompletableFuture<Void> end = new CompletableFuture<>();
  private volatile String last;

  EventPrinter(Output output) {
    this.output = output;
  }

  /** Done when the stream ends, which it does only by a failure. */
  CompletableFuture<Void> end() {
    return end;
  }

  /** The id of the last event that was printed, or null. */
  String last() {
    return last;
  }

  @Override
  public void onSubscribe(Flow.Subscription given) {
    given.request(Long.MAX_VALUE);
  }

  @Override
  public void onNext(TaskEvent event) {
    output.event(EventWords.of(event), event.json());
    last = event.id();
  }

  @Override
  public void onError(Throwable failure) {
    end.completeExceptionally(failure);
  }

  @Override
  public void onComplete() {
    end.complete(null);
  }
}
