package io.anteroom.client.event;

import io.anteroom.client.http.FirstContact;
import io.anteroom.client.repeat.Repeatable;
import io.anteroom.client.response.TaskEvent;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A subscriber's place in a stream. It connects again after each cut, and goes on after the last
 * event that was read. It reads on only when the subscriber has taken what was read. Thread-safe.
 */
final class EventSubscription implements Flow.Subscription, EventConnection.Reader {

  private final EventPublisher publisher;
  private final Flow.Subscriber<? super TaskEvent> subscriber;
  private final Queue<TaskEvent> events = new ConcurrentLinkedQueue<>();
  private final AtomicLong demand = new AtomicLong();

  /** How many signals wait for the thread that drains; the one that finds none drains. */
  private final AtomicInteger signals = new AtomicInteger();

  private volatile EventConnection connection;
  private volatile boolean pieceRead;
  private volatile boolean over;
  private volatile Throwable failure;
  private volatile boolean ended;
  private volatile CompletableFuture<Void> pause;
  private volatile int cuts;
  private volatile long firstCut;

  EventSubscription(EventPublisher publisher, Flow.Subscriber<? super TaskEvent> subscriber) {
    this.publisher = publisher;
    this.subscriber = subscriber;
  }

  void start() {
    connect(publisher.after());
  }

  private void connect(String after) {
    if (ended) {
      return;
    }
    EventConnection next = new EventConnection(publisher.transport(), after, this);
    connection = next;
    next.open(publisher.path());
    if (ended) {
      next.cancel();
    }
  }

  @Override
  public void request(long n) {
    if (n <= 0) {
      end(new IllegalArgumentException("At least one event must be requested, not " + n));
    } else {
      demand.accumulateAndGet(n, (a, b) -> a + b < 0 ? Long.MAX_VALUE : a + b);
    }
    drain();
  }

  @Override
  public void cancel() {
    ended = true;
    EventConnection open = connection;
    if (open != null) {
      open.cancel();
    }
    CompletableFuture<Void> waits = pause;
    if (waits != null) {
      waits.cancel(false);
    }
  }

  @Override
  public void received(List<TaskEvent> read) {
    cuts = 0;
    events.addAll(read);
    pieceRead = true;
    drain();
  }

  @Override
  public void closed(Throwable reason) {
    // The JDK wraps what a connection failed with, if it was never open.
    Throwable cut = Repeatable.cause(reason);
    if (cut == null || !Repeatable.is(cut)) {
      over(cut);
    } else {
      reconnect(cut);
    }
  }

  private void over(Throwable cause) {
    failure = cause;
    over = true;
    drain();
  }

  private void reconnect(Throwable cut) {
    if (cuts == 0) {
      firstCut = System.nanoTime();
    }
    cuts++;
    Duration backoff = publisher.repeats().backoff().after(cuts, cut);
    Duration asked = connection.reconnectionTime();
    Duration time = backoff.compareTo(asked) > 0 ? backoff : asked;
    FirstContact contact = publisher.repeats().contact();
    if (contact.isOverdue(cut, Duration.ofNanos(System.nanoTime() - firstCut).plus(time))) {
      over(contact.noResponse(null, cut));
      return;
    }
    String after = connection.lastId();
    CompletableFuture<Void> waits = publisher.repeats().pauses().pause(time);
    pause = waits;
    if (ended) {
      waits.cancel(false);
    }
    waits.thenRunAsync(() -> connect(after), publisher.repeats().executor());
  }

  private void drain() {
    if (signals.getAndIncrement() != 0) {
      return;
    }
    int seen = 1;
    do {
      deliver();
      if (!ended && events.isEmpty()) {
        readOnOrEnd();
      }
      seen = signals.addAndGet(-seen);
    } while (seen != 0);
  }

  private void deliver() {
    while (!ended && demand.get() > 0) {
      TaskEvent event = events.poll();
      if (event == null) {
        return;
      }
      demand.decrementAndGet();
      try {
        subscriber.onNext(event);
      } catch (RuntimeException e) {
        end(e);
      }
      if (publisher.endsWithTask() && event.isLast()) {
        end(null);
      }
    }
  }

  private void end(Throwable cause) {
    failure = cause;
    over = true;
    events.clear();
  }

  private void readOnOrEnd() {
    if (over) {
      cancel();
      if (failure == null) {
        subscriber.onComplete();
      } else {
        subscriber.onError(failure);
      }
    } else if (pieceRead && demand.get() > 0) {
      pieceRead = false;
      connection.more();
    }
  }
}
