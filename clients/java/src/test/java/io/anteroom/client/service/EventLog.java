package io.anteroom.client.service;

import io.anteroom.client.response.TaskEvent;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Flow;

/** Remembers events, and requests them one by one. */
final class EventLog implements Flow.Subscriber<TaskEvent> {

  private final List<TaskEvent> events = new CopyOnWriteArrayList<>();
  private final CompletableFuture<Void> end = new CompletableFuture<>();
  private volatile Flow.Subscription subscription;

  CompletableFuture<Void> end() {
    return end;
  }

  List<Integer> numbers() {
    return events.stream().map(TaskEvent::number).toList();
  }

  TaskEvent last() {
    return events.get(events.size() - 1);
  }

  boolean hasEnd(UUID task) {
    return events.stream().anyMatch(event -> event.taskId().equals(task) && event.isLast());
  }

  void cancel() {
    subscription.cancel();
  }

  @Override
  public void onSubscribe(Flow.Subscription given) {
    subscription = given;
    given.request(1);
  }

  @Override
  public void onNext(TaskEvent event) {
    events.add(event);
    subscription.request(1);
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
