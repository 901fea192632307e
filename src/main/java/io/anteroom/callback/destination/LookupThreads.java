package io.anteroom.callback.destination;

import io.anteroom.loop.CallersContext;
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
  private static final int MOST_NAMES = 1024;

  private final Map<String, Lookup> lookups = new HashMap<>();
  private final WorkerExecutor threads;
  private final NameResolver resolver;

  LookupThreads(Vertx vertx, String name, int count, NameResolver resolver) {
    this.threads = vertx.createSharedWorkerExecutor(name, count);
    this.resolver = resolver;
  }

  /**
   * Every address of a name; answers on the Vert.x context on which it is asked, if there is one.
   *
   * @return fails with {@link UnknownHostException}, or with {@link LookupNotBegun}
   */
  Uni<List<InetAddress>> of(String host, Duration most) {
    return Uni.createFrom()
        .deferred(() -> answer(host, join(host), most))
        .emitOn(CallersContext.executor());
  }

  void close() {
    threads.close();
  }

  private Uni<List<InetAddress>> answer(String host, Lookup lookup, Duration most) {
    if (lookup == null) {
      return Uni.createFrom().failure(() -> new LookupNotBegun(host));
    }
    return Uni.createFrom()
        // a copy: whoever gives up cancels it, and nobody else's
        .completionStage(() -> lookup.answer.copy())
        .ifNoItem()
        .after(most)
        .recoverWithUni(() -> Uni.createFrom().failure(late(lookup, most)))
        .onTermination()
        .invoke(() -> leave(lookup));
  }

  private synchronized Lookup join(String host) {
    Lookup lookup = lookups.get(host);
    if (lookup == null && lookups.size() < MOST_NAMES) {
      lookup = new Lookup(host);
      lookups.put(host, lookup);
      start(lookup);
    }
    if (lookup != null) {
      lookup.waiting++;
    }
    return lookup;
  }

  private void start(Lookup lookup) {
    threads
        .executeBlocking(() -> lookUp(lookup), false)
        .onSuccess(lookup.answer::complete)
        .onFailure(lookup.answer::completeExceptionally);
  }

  private List<InetAddress> lookUp(Lookup lookup) throws UnknownHostException {
    if (!begin(lookup)) {
      throw new LookupNotBegun(lookup.host);
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
  private synchronized boolean begin(Lookup lookup) {
    if (lookup.waiting == 0) {
      lookups.remove(lookup.host);
      return false;
    }
    lookup.begunAt = System.nanoTime();
    lookup.begun = true;
    return true;
  }

  private synchronized void end(Lookup lookup) {
    lookups.remove(lookup.host);
  }

  private synchronized void leave(Lookup lookup) {
    lookup.waiting--;
  }

  /** A name that had less than half of the time for itself has not shown that nobody answers. */
  private synchronized Exception late(Lookup lookup, Duration most) {
    boolean hadItsTime = lookup.begun && System.nanoTime() - lookup.begunAt >= most.toNanos() / 2;
    return hadItsTime
        ? new UnknownHostException(lookup.host + ": no answer in time")
        : new LookupNotBegun(lookup.host);
  }
}
