package io.anteroom.callback.destination;

import io.anteroom.async.CallerContext;
import io.anteroom.async.Ticker;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A bounded number of threads that look names up, one thread for each name: who wants a name that
 * is being looked up waits for that. So a name server that does not answer holds one of them for
 * each of its names. Thread-safe.
 */
final class LookupThreads {

  /** With those that wait for a thread; each costs little. */
  private static final int MAX_NAMES = 1024;

  private final Map<String, PendingLookup> lookups = new HashMap<>();
  private final WorkerExecutor threads;
  private final NameResolver resolver;
  private final Ticker ticker;

  LookupThreads(Vertx vertx, String name, int count, NameResolver resolver, Ticker ticker) {
    this.threads = vertx.createSharedWorkerExecutor(name, count);
    this.resolver = resolver;
    this.ticker = ticker;
  }

  /**
   * Every address of a name; answers on the Vert.x context on which it is asked, if there is one.
   *
   * @return fails with {@link UnknownHostException}, or with {@link LookupNotStartedException}
   */
  Uni<List<InetAddress>> of(String host, Duration max) {
    return Uni.createFrom()
        .deferred(() -> answer(host, join(host), max))
        .emitOn(CallerContext.executor());
  }

  void close() {
    threads.close();
  }

  private Uni<List<InetAddress>> answer(String host, PendingLookup lookup, Duration max) {
    if (lookup == null) {
      return Uni.createFrom().failure(() -> new LookupNotStartedException(host));
    }
    return Uni.createFrom()
        // a copy: whoever gives up cancels it, and nobody else's
        .completionStage(() -> lookup.answer.copy())
        .ifNoItem()
        .after(max)
        .recoverWithUni(() -> Uni.createFrom().failure(late(lookup, max)))
        .onTermination()
        .invoke(() -> leave(lookup));
  }

  private synchronized PendingLookup join(String host) {
    PendingLookup lookup = lookups.get(host);
    if (lookup == null && lookups.size() < MAX_NAMES) {
      lookup = new PendingLookup(host);
      lookups.put(host, lookup);
      start(lookup);
    }
    if (lookup != null) {
      lookup.waiting++;
    }
    return lookup;
  }

  private void start(PendingLookup lookup) {
    threads
        .executeBlocking(() -> lookUp(lookup), false)
        .onSuccess(lookup.answer::complete)
        .onFailure(lookup.answer::completeExceptionally);
  }

  private List<InetAddress> lookUp(PendingLookup lookup) throws UnknownHostException {
    if (!begin(lookup)) {
      throw new LookupNotStartedException(lookup.host);
    }
    try {
      List<InetAddress> addresses = resolver.addressesOf(lookup.host);
      if (addresses.isEmpty()) {
        throw new UnknownHostException(lookup.host);
      }
      return addresses;
    } finally {
      end(lookup);
    }
  }

  /** Nobody waits any more for what was given up before its turn came. */
  private synchronized boolean begin(PendingLookup lookup) {
    if (lookup.waiting == 0) {
      lookups.remove(lookup.host);
      return false;
    }
    lookup.begunAt = ticker.nanos();
    lookup.begun = true;
    return true;
  }

  private synchronized void end(PendingLookup lookup) {
    lookups.remove(lookup.host);
  }

  private synchronized void leave(PendingLookup lookup) {
    lookup.waiting--;
  }

  /** A name that had less than half of the time for itself has not shown that nobody answers. */
  private synchronized Exception late(PendingLookup lookup, Duration max) {
    boolean hadItsTime = lookup.begun && ticker.nanos() - lookup.begunAt >= max.toNanos() / 2;
    return hadItsTime
        ? new UnknownHostException(lookup.host + ": no answer in time")
        : new LookupNotStartedException(lookup.host);
  }
}
