package io.anteroom.client.event;

import io.anteroom.client.http.IdleTimer;
import io.anteroom.client.http.Request;
import io.anteroom.client.http.Transport;
import io.anteroom.client.json.JsonObject;
import io.anteroom.client.response.TaskEvent;
import java.io.IOException;
import java.net.http.HttpTimeoutException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;

/**
 * One connection to a stream of events. It reads a piece when it is asked for one, so that a slow
 * reader costs one piece of memory. Thread-safe.
 */
final class EventConnection implements Flow.Subscriber<List<ByteBuffer>> {

  /** Who reads. Thread-safe: a connection can end while a piece is read. */
  interface Reader {

    /** The events of a piece, perhaps none. Nothing more comes until {@link #more()}. */
    void received(List<TaskEvent> events);

    /**
     * The connection is over.
     *
     * @param failure why; null if the reader has the last event of its task already
     */
    void closed(Throwable failure);
  }

  /** Anteroom sends a comment every 15 s; so many response timeouts (of 20 s) are silence. */
  private static final int SILENCE = 3;

  private final Reader reader;
  private final EventStreamParser parser;
  private final CompletableFuture<Void> end = new CompletableFuture<>();
  private final CompletableFuture<Flow.Subscription> bytes = new CompletableFuture<>();
  private final Duration silence;
  private final Transport transport;
  private volatile IdleTimer timer;

  /**
   * A connection that is not open yet.
   *
   * @param after the id of the event to go on after, or null
   */
  EventConnection(Transport transport, String after, Reader reader) {
    this.transport = transport;
    this.reader = reader;
    this.parser = new EventStreamParser(after);
    this.silence = transport.responseTimeout().multipliedBy(SILENCE);
  }

  /** Opens it, and asks for the first piece. */
  void open(String path) {
    Request request = Request.get(path).header("Accept", "text/event-stream");
    String after = parser.id();
    CompletableFuture<EventResponse> opening =
        transport.exchange(
            after == null ? request : request.header("Last-Event-ID", after),
            EventResponse.HANDLER,
            EventResponse::of);
    end.whenComplete(
        (done, failure) -> {
          opening.cancel(true);
          bytes.thenAccept(Flow.Subscription::cancel);
          IdleTimer running = timer;
          if (running != null) {
            running.stop();
          }
        });
    end.handle((done, failure) -> failure)
        .thenAccept(
            failure -> {
              if (!end.isCancelled()) {
                reader.closed(failure);
              }
            });
    opening.whenComplete(
        (response, failure) -> {
          if (failure != null) {
            end.completeExceptionally(failure);
          } else if (response.isOver()) {
            end.complete(null);
          } else {
            response.bytes().subscribe(this);
          }
        });
  }

  /** After which event another connection goes on, or null. */
  String lastId() {
    return parser.id();
  }

  /** After which time the service asks to come back; 0 if it does not say. */
  Duration reconnectionTime() {
    return parser.reconnectionTime();
  }

  /** Asks for the next piece. */
  void more() {
    timer =
        IdleTimer.start(
            silence,
            () -> end.completeExceptionally(new HttpTimeoutException("the event stream is silent")),
            transport.executor());
    if (end.isDone()) {
      timer.stop();
    }
    bytes.thenAccept(subscription -> subscription.request(1));
  }

  /** Closes it. The reader is told nothing more. */
  void cancel() {
    end.cancel(false);
  }

  @Override
  public void onSubscribe(Flow.Subscription subscription) {
    bytes.complete(subscription);
    more();
  }

  @Override
  public void onNext(List<ByteBuffer> piece) {
    if (!timer.stop()) {
      return; // it was closed, and another connection may read this again
    }
    try {
      reader.received(parser.read(piece).stream().map(EventConnection::event).toList());
    } catch (IOException | RuntimeException e) {
      end.completeExceptionally(e);
    }
  }

  private static TaskEvent event(ServerSentEvent event) {
    return new TaskEvent(String.valueOf(event.id()), event.type(), JsonObject.parse(event.data()));
  }

  @Override
  public void onError(Throwable failure) {
    end.completeExceptionally(failure);
  }

  @Override
  public void onComplete() {
    end.completeExceptionally(new IOException("the event stream ended"));
  }
}
