package io.anteroom.cluster;

import io.anteroom.async.Ticker;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Whether anybody needs the engine: open requests, and those of a moment ago. It tells the engine
 * of each change. Thread-safe.
 */
@Singleton
public class EngineDemand {

  private final Duration linger;
  private final Ticker ticker;
  private final AtomicInteger open = new AtomicInteger();
  private volatile long lingerEnd;
  private volatile Runnable listener = () -> {};

  public EngineDemand(EngineSettings settings, Ticker ticker) {
    this.linger = settings.linger();
    this.ticker = ticker;
    this.lingerEnd = ticker.nanos();
  }

  /** A request begins. Each call is followed by one of {@link #end} or {@link #endAtOnce}. */
  public void begin() {
    open.incrementAndGet();
    listener.run();
  }

  /** A request has ended: the engine goes on for the linger. */
  public void end() {
    lingerEnd = ticker.nanos() + linger.toNanos();
    endAtOnce();
  }

  /** A request has ended after which there is nothing to go on with. */
  void endAtOnce() {
    open.decrementAndGet();
    listener.run();
  }

  /** Whether requests are open. */
  boolean isOpen() {
    return open.get() > 0;
  }

  /** How long the engine goes on without a request; zero or less if it does not. */
  Duration lingerLeft() {
    return Duration.ofNanos(lingerEnd - ticker.nanos());
  }

  void tell(Runnable whenChanged) {
    listener = whenChanged;
  }
}
