package io.anteroom.api.session.oidc;

import io.quarkus.oidc.common.runtime.OidcCommonUtils;
import java.util.Optional;
import java.util.logging.Filter;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/**
 * Why the provider could not be read. The library tells it to its log alone, with a stack trace,
 * whenever somebody begins a sign-in: so it is taken from there, for one line of ours. Thread-safe.
 */
final class UnreachedProvider implements Filter {

  /** Held here, since a logger that nobody holds may lose its filter. */
  private static final Logger LIBRARY = Logger.getLogger(OidcCommonUtils.class.getName());

  /** The library logs it on the thread on which it then fails the sign-in. */
  private static final ThreadLocal<Throwable> CAUSE = new ThreadLocal<>();

  private UnreachedProvider() {}

  /** From now on the warnings of the library are not logged. */
  static void listen() {
    LIBRARY.setFilter(new UnreachedProvider());
  }

  /** The last cause on this thread; empty where there is none, or it was taken already. */
  static Optional<Throwable> takeCause() {
    Optional<Throwable> cause = Optional.ofNullable(CAUSE.get());
    CAUSE.remove();
    return cause;
  }

  @Override
  public boolean isLoggable(LogRecord line) {
    if (line.getThrown() != null) {
      CAUSE.set(line.getThrown());
    }
    return line.getLevel().intValue() < Level.WARNING.intValue();
  }
}
