package io.anteroom.waiting.stream;

import io.anteroom.async.AsyncSignal;
import io.anteroom.async.Ticker;
import io.anteroom.task.event.TaskEvent;
import io.anteroom.task.event.TaskSignal;
import io.anteroom.waiting.WaitRegistry;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * The events of one stream, a page at a time: nothing is read before the last page was taken, so
 * that a slow reader costs no more than one page. Ask for one page at a time; the rest is
 * thread-safe.
 */
public final class EventFeed implements Consumer<TaskSignal> {

  private static final int PAGE = 200;
  private static final Page SILENCE = new Page(List.of(), false);

  /**
   * What a stream sends next.
   *
   * @param events in order; empty where nothing happened for a while, or at the end
   * @param last whether the stream ends with it
   */
  public record Page(List<TaskEvent> events, boolean last) {}

  private final EventReadLimit gate;
  private final WaitRegistry registry;
  private final Consumer<EventFeed> atClose;
  private final AsyncSignal asyncSignal;
  private final AsyncSignal closing;
  private final EventReadInterval pace;
  private final Ticker ticker;
  private EventCursor eventCursor;
  private volatile boolean ending;
  private boolean closed;

  EventFeed(
      Vertx vertx,
      EventReadLimit gate,
      WaitRegistry registry,
      Consumer<EventFeed> atClose,
      Ticker ticker) {
    this.gate = gate;
    this.registry = registry;
    this.atClose = atClose;
    this.asyncSignal = new AsyncSignal(vertx);
    this.closing = new AsyncSignal(vertx);
    this.pace = new EventReadInterval(ticker);
    this.ticker = ticker;
  }

  @Override
  public void accept(TaskSignal taskSignal) {
    EventCursor current = cursor();
    if (current != null && current.isNews(taskSignal)) {
      asyncSignal.ring();
    }
  }

  /** Begins at this place; one that was closed before stays closed. */
  public synchronized void open(EventCursor start) {
    eventCursor = start;
    if (!closed) {
      start.task().ifPresent(task -> registry.watch(task, this));
    }
  }

  /**
   * The next events, as soon as there are any; an empty page if none come for this long. Cancelling
   * it leaves nothing behind.
   */
  public Uni<Page> next(Duration max) {
    long until = ticker.nanos() + max.toNanos();
    return Multi.createBy()
        .repeating()
        .uni(() -> step(until))
        .whilst(Optional::isEmpty)
        .collect()
        .last()
        .map(Optional::orElseThrow);
  }

  /** Ends it in good order: the next page is the last. */
  public void end() {
    ending = true;
    asyncSignal.ring();
    closing.ring();
  }

  /** Forgets it, at once; the second time does nothing. */
  public void close() {
    synchronized (this) {
      if (closed) {
        return;
      }
      closed = true;
      if (eventCursor != null) {
        eventCursor.task().ifPresent(task -> registry.unwatch(task, this));
      }
    }
    end();
    atClose.accept(this);
  }

  private synchronized EventCursor cursor() {
    return eventCursor;
  }

  /** One read, in its time; empty where another one is to follow. */
  private Uni<Optional<Page>> step(long until) {
    Duration rest = pace.rest();
    if (isOver(rest)) {
      return readOnce(until);
    }
    Duration left = left(until);
    boolean inTime = rest.compareTo(left) < 0;
    return closing
        .await(inTime ? rest : left)
        .chain(ended -> inTime || ended ? readOnce(until) : now(SILENCE));
  }

  /** The one place where a stream ends. */
  private Uni<Optional<Page>> readOnce(long until) {
    EventCursor current = cursor();
    asyncSignal.hush();
    if (ending || current.isAtEnd()) {
      return now(new Page(List.of(), true));
    }
    // Waited for to its end: a read that has moved the cursor must not lose against a timer.
    return gate.pass(() -> current.read(PAGE))
        .chain(events -> events.isEmpty() ? idle(current, until) : found(current, events));
  }

  private Uni<Optional<Page>> found(EventCursor current, List<TaskEvent> events) {
    pace.found(events.size() == PAGE);
    return now(new Page(events, current.isAtEnd()));
  }

  private Uni<Optional<Page>> idle(EventCursor current, long until) {
    if (!current.isBehind()) {
      pace.foundNothing();
      return listen(until);
    }
    if (!pace.missed()) {
      return again();
    }
    asyncSignal.hush();
    current.giveUp();
    return listen(until);
  }

  /** The end may have been rung before the bell was hushed. */
  private Uni<Optional<Page>> listen(long until) {
    Duration left = left(until);
    if (ending) {
      return again();
    }
    return isOver(left)
        ? now(SILENCE)
        : asyncSignal.await(left).chain(rung -> rung ? again() : now(SILENCE));
  }

  private Duration left(long until) {
    return Duration.ofNanos(until - ticker.nanos());
  }

  private static boolean isOver(Duration time) {
    return time.isNegative() || time.isZero();
  }

  private static Uni<Optional<Page>> now(Page page) {
    return Uni.createFrom().item(Optional.of(page));
  }

  private static Uni<Optional<Page>> again() {
    return Uni.createFrom().item(Optional.empty());
  }
}
