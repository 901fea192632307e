package io.anteroom.callback.destination;

import io.anteroom.loop.CallersContext;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Looks names up on threads of its own, a bounded number at a time: a name server that does not
 * answer holds up other names, and nothing else. Thread-safe.
 */
@Singleton
public class NameLookups {

  private static final int THREADS = 16;

  /** With those that wait; each costs little, and is given up when its time is over. */
  private static final int AT_ONCE = 1024;

  private final WorkerExecutor threads;
  private final NameResolver resolver;
  private final Semaphore places = new Semaphore(AT_ONCE);

  /** Its threads start when they are needed. */
  public NameLookups(Vertx vertx, NameResolver resolver) {
    this.threads = vertx.createSharedWorkerExecutor("callback-names", THREADS);
    this.resolver = resolver;
  }

  /**
   * Every address of a name. Answers on the Vert.x context on which it is asked, if there is one.
   *
   * @param host a name in ASCII, no address
   * @param most how long it may take
   * @return at least one; fails with {@link UnknownHostException} where there is none in time
   */
  Uni<List<InetAddress>> of(String host, Duration most) {
    return Uni.createFrom()
        .deferred(() -> places.tryAcquire() ? ask(host, most) : failed(host, "too many names"))
        .emitOn(CallersContext.executor());
  }

  @PreDestroy
  void close() {
    threads.close();
  }

  private Uni<List<InetAddress>> ask(String host, Duration most) {
    AtomicBoolean givenUp = new AtomicBoolean();
    return Uni.createFrom()
        .completionStage(
            () ->
                threads
                    .executeBlocking(() -> lookUp(host, givenUp), false)
                    .onComplete(done -> places.release())
                    .toCompletionStage())
        .ifNoItem()
        .after(most)
        .recoverWithUni(() -> failed(host, "no answer in time"))
        .onTermination()
        .invoke(() -> givenUp.set(true));
  }

  /** Nobody waits any more for what was given up before its turn came. */
  private List<InetAddress> lookUp(String host, AtomicBoolean givenUp) throws UnknownHostException {
    List<InetAddress> addresses = givenUp.get() ? List.of() : resolver.addressesOf(host);
    if (addresses.isEmpty()) {
      throw new UnknownHostException(host);
    }
    return addresses;
  }

  private static Uni<List<InetAddress>> failed(String host, String why) {
    return Uni.createFrom().failure(() -> new UnknownHostException(host + ": " + why));
  }
}
