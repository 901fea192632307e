package io.anteroom.async;

import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Keeps the value of a read that may take long. It is read when somebody wants it, once for all who
 * want it meanwhile, and for at most a twentieth of the time: the longer a read takes, the longer
 * its value is kept. Thread-safe.
 */
public final class PacedRead<T> {

  private static final int SHARE_OF_TIME = 20;

  private record Known<T>(T value, long at, long kept) {}

  private final Supplier<Uni<T>> source;
  private final long minKept;
  private final Ticker ticker;
  private volatile Known<T> known;
  private Uni<T> reading;

  /**
   * @param kept how long a value is kept at the least
   */
  public PacedRead(Supplier<Uni<T>> source, Duration kept, Ticker ticker) {
    this.source = source;
    this.minKept = kept.toNanos();
    this.ticker = ticker;
  }

  /** The value, kept or read now. May be given on any thread. */
  public Uni<T> get() {
    Known<T> last = known;
    return isFresh(last) ? Uni.createFrom().item(last.value()) : read();
  }

  /**
   * The same for somebody who does not wait longer than this: then, and where the read fails, it is
   * the value before; empty where there is none. Never fails.
   */
  public Uni<Optional<T>> within(Duration max) {
    Known<T> last = known;
    return isFresh(last)
        ? Uni.createFrom().item(Optional.of(last.value()))
        : read()
            .map(Optional::of)
            .ifNoItem()
            .after(max)
            .recoverWithItem(this::before)
            .onFailure()
            .recoverWithItem(this::before);
  }

  /**
   * For how long a newer value was due and not read: 0 while the last one is kept; empty where
   * there is none.
   */
  public Optional<Duration> overdue() {
    Known<T> last = known;
    return last == null
        ? Optional.empty()
        : Optional.of(Duration.ofNanos(Math.max(0, ticker.nanos() - last.at() - last.kept())));
  }

  private Optional<T> before() {
    return Optional.ofNullable(known).map(Known::value);
  }

  private boolean isFresh(Known<T> last) {
    return last != null && ticker.nanos() - last.at() < last.kept();
  }

  private synchronized Uni<T> read() {
    if (reading == null) {
      long began = ticker.nanos();
      reading =
          Uni.createFrom()
              .deferred(source::get)
              .invoke(value -> keep(value, began))
              .onTermination()
              .invoke(this::ended)
              .memoize()
              .indefinitely();
    }
    return reading;
  }

  private void keep(T value, long began) {
    long now = ticker.nanos();
    known = new Known<>(value, now, Math.max(minKept, SHARE_OF_TIME * (now - began)));
  }

  private synchronized void ended() {
    reading = null;
  }
}
