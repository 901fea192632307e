package io.anteroom.client.wait;

import io.anteroom.client.event.TaskEventReader;
import io.anteroom.client.failure.AnteroomException;
import io.anteroom.client.http.Transport;
import io.anteroom.client.repeat.Cancelling;
import io.anteroom.client.repeat.Repeatable;
import io.anteroom.client.response.TaskEvent;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Consumer;

/** The events of one task, each told once, over as many connections as it takes. Thread-safe. */
final class TaskEvents {

  private final Transport transport;
  private final Optional<Consumer<TaskEvent>> listener;
  private volatile String lastId;
  private volatile boolean ended;

  TaskEvents(Transport transport, Optional<Consumer<TaskEvent>> listener) {
    this.transport = transport;
    this.listener = listener;
  }

  /** Whether somebody listens who has not been told of the last event. */
  boolean isMoreToTell() {
    return listener.isPresent() && !ended;
  }

  /**
   * Reads on, over one connection.
   *
   * @return done when the task has ended; fails when the connection is cut before, or with what the
   *     listener threw
   */
  CompletableFuture<Void> read(String path) {
    return Cancelling.map(
        TaskEventReader.read(transport, path, lastId, this::told),
        end -> {
          ended = true;
          return null;
        });
  }

  /** The same for a task that has ended: a cut is no failure. */
  CompletableFuture<Void> readRest(String path) {
    CompletableFuture<Void> reading = read(path);
    CompletableFuture<Void> rest = reading.exceptionally(TaskEvents::unlessOfListener);
    rest.whenComplete((end, failure) -> reading.cancel(true));
    return rest;
  }

  private void told(TaskEvent event) {
    lastId = event.id();
    listener.ifPresent(told -> told.accept(event));
  }

  private static Void unlessOfListener(Throwable failure) {
    Throwable cause = Repeatable.cause(failure);
    if (cause instanceof IOException || cause instanceof AnteroomException) {
      return null;
    }
    throw new CompletionException(cause);
  }
}
