package io.anteroom.client.event;

import io.anteroom.client.http.Transport;
import io.anteroom.client.response.TaskEvent;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/** Reads the events of one task over one connection. Used once. */
public final class TaskEventReader implements EventConnection.Reader {

  private final CompletableFuture<Void> end = new CompletableFuture<>();
  private final Consumer<TaskEvent> listener;
  private final EventConnection connection;

  private TaskEventReader(Transport transport, String after, Consumer<TaskEvent> listener) {
    this.listener = listener;
    this.connection = new EventConnection(transport, after, this);
  }

  /**
   * Reads on after an event.
   *
   * @param after the id of the event, or null for all events
   * @param listener called by one thread at a time
   * @return done when the task has ended; fails when the connection is cut before, or with what the
   *     listener threw. To cancel it closes the connection
   */
  public static CompletableFuture<Void> read(
      Transport transport, String path, String after, Consumer<TaskEvent> listener) {
    TaskEventReader reader = new TaskEventReader(transport, after, listener);
    reader.end.whenComplete((done, failure) -> reader.connection.cancel());
    reader.connection.open(path);
    return reader.end;
  }

  @Override
  public void received(List<TaskEvent> events) {
    for (TaskEvent event : events) {
      listener.accept(event);
      if (event.isLast()) {
        end.complete(null);
      }
    }
    if (!end.isDone()) {
      connection.more();
    }
  }

  @Override
  public void closed(Throwable failure) {
    if (failure == null) {
      end.complete(null);
    } else {
      end.completeExceptionally(failure);
    }
  }
}
