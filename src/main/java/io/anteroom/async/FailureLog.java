package io.anteroom.async;

import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jboss.logging.Logger;

/**
 * Tells a mistake in the program from what happens to networks, disks and servers. Where a failure
 * is answered by a fallback, a mistake would be hidden by it: it is said in the log here, with its
 * stack, at most once a minute for each place and kind. Thread-safe.
 */
public final class FailureLog {

  private static final long AGAIN = Duration.ofMinutes(1).toNanos();

  /** Bounded: places and kinds are few. */
  private static final Map<String, Long> SAID = new ConcurrentHashMap<>();

  private FailureLog() {}

  /**
   * Logs the failure if it is a mistake.
   *
   * @param place what was tried, the same words each time
   * @return whether it is one
   */
  public static boolean log(Logger log, String place, Throwable failure) {
    if (!isMistake(failure)) {
      return false;
    }
    if (isDue(place + failure.getClass().getName(), Ticker.SYSTEM)) {
      log.errorf(failure, "%s failed in an unexpected way", place);
    }
    return true;
  }

  /** The same, but after a failure this comes, and a mistake is logged. */
  public static <T> Uni<T> recover(Logger log, String place, Uni<T> uni, T fallback) {
    return uni.onFailure()
        .invoke(failure -> log(log, place, failure))
        .onFailure()
        .recoverWithItem(fallback);
  }

  /** Whether it was not said within the last minute; then it counts as said now. */
  static boolean isDue(String what, Ticker ticker) {
    long now = ticker.nanos();
    Long before = SAID.get(what);
    if (before == null) {
      return SAID.putIfAbsent(what, now) == null;
    }
    return now - before > AGAIN && SAID.replace(what, before, now);
  }

  /** Whether the failure, or one that it was caused by, is of a kind that only a mistake has. */
  static boolean isMistake(Throwable failure) {
    int depth = 0;
    for (Throwable cause = failure; cause != null && depth++ < 20; cause = cause.getCause()) {
      if (cause instanceof IllegalStateException
          || cause instanceof IllegalArgumentException
          || cause instanceof NullPointerException
          || cause instanceof ClassCastException
          || cause instanceof IndexOutOfBoundsException
          || cause instanceof UnsupportedOperationException
          || cause instanceof ArithmeticException
          || cause instanceof Error) {
        return true;
      }
    }
    return false;
  }
}
