package io.anteroom.engine;

import io.anteroom.task.TaskEvent;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;

/**
 * The events of one stream, a page at a time: nothing is read before the last page was taken, so
 * that a slow reader costs no more than one page. Ask for one page at a time; the rest is
 * thread-safe.
 */
public final class EventFeed implements Consumer<Signal> {

  private static final int PAGE = 200;

  /** Under load events are gathered this long, in place of a read for each. */
  private static final Duration SHORTEST = Duration.ofMillis(25);

  /** Then the look at the log, which waits for the same transactions, tells of it again. */
  private static final Duration LONGEST = Duration.ofSeconds(1);

  /**
   * What a stream sends next.
   *
   * @param events in order; empty where nothing happened for a while, or at the end
   * @param last whether the stream ends with it
   */
  public record Page(List<TaskEvent> events, boolean last) {}

  private final Vertx vertx;
  private final Bell bell;
  private final Consumer<EventFeed> atClose;
  private Cursor cursor;
  private Duration pause = SHORTEST;
  private long readAt = System.nanoTime();
  private volatile boolean ending;
  private boolean closed;

  /** One that is not open yet. */
  EventFeed(Vertx vertx, Consumer<EventFeed> atClose) {
    this.vertx = vertx;
    this.bell = new Bell(vertx);
    this.atClose = atClose;
  }

  /** A change of one of the client's tasks. */
  @Override
  public void accept(Signal signal) {
    Cursor current = cursor();
    if (current != null && current.isNews(signal)) {
      bell.ring();
    }
  }

  /** Begins at this place; one that was closed before stays closed. */
  public synchronized void open(Cursor start) {
    cursor = start;
  }

  /**
   * The next events, as soon as there are any; an empty page if none come for this long. Cancelling
   * it leaves nothing behind.
   */
  public Uni<Page> next(Duration most) {
    long until = System.nanoTime() + most.toNanos();
    return paced(until);
  }

  /** Ends it in good order: the next page is the last. */
  public void end() {
    ending = true;
    bell.ring();
  }

  /** Forgets it, at once; the second time does nothing. */
  public void close() {
    synchronized (this) {
      if (closed) {
        return;
      }
      closed = true;
    }
    end();
    atClose.accept(this);
  }

  private synchronized Cursor cursor() {
    return cursor;
  }

  private Uni<Page> paced(long until) {
    long rest = SHORTEST.toNanos() - (System.nanoTime() - readAt);
    return rest <= 0 || ending
        ? look(until)
        : sleep(Duration.ofNanos(rest)).chain(() -> look(until));
  }

  /** The one place where a stream ends. */
  private Uni<Page> look(long until) {
    Cursor current = cursor();
    if (ending || current.isAtEnd()) {
      return Uni.createFrom().item(new Page(List.of(), true));
    }
    bell.hush();
    return current
        .read(PAGE)
        .chain(events -> events.isEmpty() ? idle(current, until) : found(current, events));
  }

  private Uni<Page> found(Cursor current, List<TaskEvent> events) {
    readAt = events.size() < PAGE ? System.nanoTime() : readAt - SHORTEST.toNanos();
    pause = SHORTEST;
    return Uni.createFrom().item(new Page(events, current.isAtEnd()));
  }

  private Uni<Page> idle(Cursor current, long until) {
    readAt = System.nanoTime();
    Duration left = Duration.ofNanos(until - readAt);
    if (left.isNegative() || left.isZero()) {
      return Uni.createFrom().item(new Page(List.of(), false));
    }
    boolean behind = current.isBehind() && isWorthAnotherLook(current);
    Duration wait = behind && pause.compareTo(left) < 0 ? pause : left;
    return bell.await(wait).chain(() -> paced(until));
  }

  private boolean isWorthAnotherLook(Cursor current) {
    pause = pause.multipliedBy(2);
    if (pause.compareTo(LONGEST) <= 0) {
      return true;
    }
    current.giveUp();
    pause = SHORTEST;
    return false;
  }

  private Uni<Void> sleep(Duration time) {
    return new Bell(vertx).await(time).replaceWithVoid();
  }
}
