package io.anteroom.waiting.stream;

import io.anteroom.async.Ticker;
import java.time.Duration;

/** How soon a stream may read again. For one reader at a time. */
final class EventReadInterval {

  /** Under load events are gathered this long, in place of a read for each. */
  private static final Duration SHORTEST = Duration.ofMillis(25);

  /** Then the reading of the log, which waits for the same transactions, tells of it again. */
  private static final Duration MAX = Duration.ofMillis(500);

  private final Ticker ticker;
  private Duration pause = Duration.ZERO;
  private long readAt;

  EventReadInterval(Ticker ticker) {
    this.ticker = ticker;
    this.readAt = ticker.nanos();
  }

  /** How long to wait before the next read; not positive: not at all. */
  Duration rest() {
    return pause.minus(ticker.since(readAt));
  }

  /** A read found something, and maybe there is more at once. */
  void found(boolean more) {
    readAt = ticker.nanos();
    pause = more ? Duration.ZERO : SHORTEST;
  }

  /** A read found nothing, and nothing was to be found. */
  void foundNothing() {
    readAt = ticker.nanos();
    pause = SHORTEST;
  }

  /**
   * A read found nothing of what was told of: the next one waits twice as long, whatever is told of
   * meanwhile, since the same transaction holds that back too. Answers whether it waited as long as
   * it may already.
   */
  boolean missed() {
    readAt = ticker.nanos();
    boolean longest = pause.compareTo(MAX) >= 0;
    Duration longer = pause.compareTo(SHORTEST) < 0 ? SHORTEST : pause.multipliedBy(2);
    pause = longer.compareTo(MAX) < 0 ? longer : MAX;
    return longest;
  }
}
