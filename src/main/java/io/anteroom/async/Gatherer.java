package io.anteroom.async;

import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.UniEmitter;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.function.ToLongFunction;

/**
 * Gathers concurrent single writes into one statement: what arrives while a statement is under way
 * goes with the next one, so that a lone write waits for nobody and many share a round trip. A
 * further statement begins beside it only where that is slow, or where there is a whole one to
 * write: many small ones at once would each do what one does for all.
 *
 * <p>A write, once added, is not cancelled by its caller: cancelling drops the answer only. The
 * queue is bounded by the callers, each of which waits for its answer. Thread-safe.
 *
 * @param <I> one write
 * @param <O> its answer
 */
public final class Gatherer<I, O> {

  private record Waiting<I, O>(I item, UniEmitter<? super O> emitter) {}

  /** One that is under way. */
  private record Statement<I, O>(List<Waiting<I, O>> batch, long start) {}

  /** After so long what arrived meanwhile does not wait for it any more. */
  static final Duration SLOW = Duration.ofMillis(100);

  private static final long NANOS_OF_A_MILLI = 1_000_000;

  private final int maxAtOnce;
  private final long maxBytes;
  private final ToLongFunction<I> size;
  private final int maxStatements;
  private final Function<List<I>, Uni<List<O>>> statement;
  private final Ticker ticker;
  private final BiConsumer<Duration, Runnable> timer;
  private final Queue<Waiting<I, O>> queue = new ArrayDeque<>();
  private final List<Statement<I, O>> underWay = new ArrayList<>();
  private final AtomicBoolean watching = new AtomicBoolean();
  private long queuedBytes;

  /**
   * @param maxAtOnce how many writes one statement takes, at least 1
   * @param maxStatements how many statements may be under way, at least 1
   * @param statement writes a list and answers with one answer for each, in the same order
   */
  public Gatherer(int maxAtOnce, int maxStatements, Function<List<I>, Uni<List<O>>> statement) {
    this(maxAtOnce, Long.MAX_VALUE, item -> 0, maxStatements, statement);
  }

  /**
   * @param maxAtOnce how many writes one statement takes, at least 1
   * @param maxBytes how many bytes they have together; a write that has more goes alone
   * @param size the bytes of a write
   * @param maxStatements how many statements may be under way where the first is slow or more than
   *     one is full, at least 1
   * @param statement writes a list and answers with one answer for each, in the same order
   */
  public Gatherer(
      int maxAtOnce,
      long maxBytes,
      ToLongFunction<I> size,
      int maxStatements,
      Function<List<I>, Uni<List<O>>> statement) {
    this(maxAtOnce, maxBytes, size, maxStatements, statement, Ticker.SYSTEM, Gatherer::after);
  }

  Gatherer(
      int maxAtOnce,
      long maxBytes,
      ToLongFunction<I> size,
      int maxStatements,
      Function<List<I>, Uni<List<O>>> statement,
      Ticker ticker,
      BiConsumer<Duration, Runnable> timer) {
    this.ticker = ticker;
    this.timer = timer;
    this.maxAtOnce = maxAtOnce;
    this.maxBytes = maxBytes;
    this.size = size;
    this.maxStatements = maxStatements;
    this.statement = statement;
  }

  private static void after(Duration wait, Runnable work) {
    Uni.createFrom().voidItem().onItem().delayIt().by(wait).subscribe().with(over -> work.run());
  }

  /** Adds a write; the answer comes on any thread, a failure of its statement reaches everyone. */
  public Uni<O> add(I item) {
    return Uni.createFrom()
        .emitter(
            emitter -> {
              enqueue(new Waiting<>(item, emitter));
              startStatements();
            });
  }

  private synchronized void enqueue(Waiting<I, O> write) {
    queue.add(write);
    queuedBytes += size.applyAsLong(write.item());
  }

  private void startStatements() {
    for (Statement<I, O> next = next(); next != null; next = next()) {
      start(next);
    }
    Duration wait = untilAllAreSlow();
    if (wait != null && watching.compareAndSet(false, true)) {
      timer.accept(wait, this::watched);
    }
  }

  /**
   * Null where nothing is queued, or where only the end of a statement lets another one begin.
   * Timers count in milliseconds and take no wait that is shorter, so it is rounded up.
   */
  private synchronized Duration untilAllAreSlow() {
    if (queue.isEmpty() || underWay.size() >= maxStatements) {
      return null;
    }
    long now = ticker.nanos();
    long newest = underWay.stream().mapToLong(statement -> now - statement.start()).min().orElse(0);
    long millis = SLOW.minusNanos(newest).plusNanos(NANOS_OF_A_MILLI - 1).toMillis();
    return Duration.ofMillis(Math.max(1, millis));
  }

  private void watched() {
    watching.set(false);
    startStatements();
  }

  /** The statement that begins now; null where none may, or there is nothing to write. */
  private synchronized Statement<I, O> next() {
    int most = isWorthAnother() ? maxStatements : 1;
    if (queue.isEmpty() || underWay.size() >= most) {
      return null;
    }
    Statement<I, O> next = new Statement<>(batch(), ticker.nanos());
    underWay.add(next);
    return next;
  }

  /** One that hangs holds up nobody once it is slow, whatever has begun beside it since. */
  private boolean isWorthAnother() {
    long now = ticker.nanos();
    return queue.size() >= maxAtOnce
        || queuedBytes >= maxBytes
        || underWay.stream().allMatch(statement -> now - statement.start() >= SLOW.toNanos());
  }

  private List<Waiting<I, O>> batch() {
    List<Waiting<I, O>> batch = new ArrayList<>();
    long bytes = 0;
    while (batch.size() < maxAtOnce && !queue.isEmpty()) {
      long more = size.applyAsLong(queue.peek().item());
      if (bytes + more > maxBytes && !batch.isEmpty()) {
        break;
      }
      bytes += more;
      batch.add(queue.remove());
    }
    queuedBytes -= bytes;
    return batch;
  }

  private synchronized void ended(Statement<I, O> statement) {
    underWay.removeIf(other -> other == statement);
  }

  private void start(Statement<I, O> next) {
    List<Waiting<I, O>> batch = next.batch();
    StatementTimeout.of(
            Uni.createFrom()
                .deferred(() -> statement.apply(batch.stream().map(Waiting::item).toList())))
        .onTermination()
        .invoke(() -> ended(next))
        .subscribe()
        .with(answers -> answer(batch, answers), failure -> fail(batch, failure));
  }

  /** The next statement leaves first: what follows from these answers takes its time. */
  private void answer(List<Waiting<I, O>> batch, List<O> answers) {
    startStatements();
    for (int i = 0; i < batch.size(); i++) {
      batch.get(i).emitter().complete(answers.get(i));
    }
  }

  private void fail(List<Waiting<I, O>> batch, Throwable failure) {
    startStatements();
    batch.forEach(waiting -> waiting.emitter().fail(failure));
  }
}
