package io.anteroom.quota;

import io.anteroom.async.Ticker;
import java.time.Duration;

/**
 * How long a call may wait for its permits, all of its attempts together, and whether its caller is
 * still there. Between a caller and its place in line there are parts that do not pass a
 * cancellation on, so it is told here. Thread-safe.
 */
public final class CallDeadline {

  private final String client;
  private final long deadline;
  private final boolean interactive;
  private boolean givenUp;
  private Runnable listener = () -> {};

  private CallDeadline(String client, Duration max, boolean interactive) {
    this.client = client;
    this.deadline = Ticker.SYSTEM.nanos() + max.toNanos();
    this.interactive = interactive;
  }

  /**
   * Of a call that somebody waits for, from now on.
   *
   * @param client who waits: the clients of an account are served in turn
   */
  public static CallDeadline ofCaller(String client, Duration max) {
    return new CallDeadline(client, max, true);
  }

  /** Of a call of the engine, from now on. */
  public static CallDeadline ofEngine(Duration max) {
    return new CallDeadline("", max, false);
  }

  /** The caller is gone: nothing more is to be done for it. */
  public void giveUp() {
    Runnable toTell;
    synchronized (this) {
      givenUp = true;
      toTell = listener;
      listener = () -> {};
    }
    toTell.run();
  }

  public synchronized boolean isGivenUp() {
    return givenUp;
  }

  /**
   * Runs this, once, when the caller is gone; at once where it is gone by now. It takes the place
   * of what was to be run before: a call has one attempt at a time.
   */
  void onGivenUp(Runnable toTell) {
    synchronized (this) {
      if (!givenUp) {
        listener = toTell;
        return;
      }
    }
    toTell.run();
  }

  /** Whether somebody waits for it, so that it is no call of the engine. */
  boolean interactive() {
    return interactive;
  }

  String client() {
    return client;
  }

  /** What is left of it; negative when it has run out. */
  Duration left() {
    return Duration.ofNanos(deadline - Ticker.SYSTEM.nanos());
  }
}
