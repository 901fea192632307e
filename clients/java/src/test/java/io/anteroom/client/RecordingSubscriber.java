package io.anteroom.client;

import io.anteroom.client.response.TaskEvent;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Flow;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** Remembers what it got, and requests what it is told to. */
final class RecordingSubscriber implements Flow.Subscriber<TaskEvent> {

  final List<TaskEvent> events = new CopyOnWriteArrayList<>();
  final CompletableFuture<Void> end = new CompletableFuture<>();
  private final Semaphore came = new Semaphore(0);
  private final long first;
  private volatile Flow.Subscription subscription;

  /**
   * A subscriber.
   *
   * @param first how many events it requests at once
   */
  RecordingSubscriber(long first) {
    this.first = first;
  }

  void request(long n) {
    subscription.request(n);
  }

  void cancel() {
    subscription.cancel();
  }

  /** Waits until so many more events came. */
  void await(int count) throws InterruptedException {
    if (!came.tryAcquire(count, 20, TimeUnit.SECONDS)) {
      throw new AssertionError("only these came: " + events);
    }
  }

  List<String> ids() {
    return events.stream().map(TaskEvent::id).toList();
  }

  @Override
  public void onSubscribe(Flow.Subscription given) {
    subscription = given;
    if (first > 0) {
      given.request(first);
    }
  }

  @Override
  public void onNext(TaskEvent event) {
    events.add(event);
    came.release();
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
