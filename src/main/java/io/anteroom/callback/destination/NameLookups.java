package io.anteroom.callback.destination;

import io.anteroom.async.Ticker;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;

/**
 * Looks names up. Accepts have threads of their own: names that do not answer hold up the attempts
 * that go there, and no caller. Thread-safe.
 */
@Singleton
public class NameLookups {

  private static final Duration MAX_AT_ACCEPT = Duration.ofSeconds(1);
  private static final int ACCEPT_THREADS = 4;

  /** Twice what the attempts of one client hold by default, which ask and give up meanwhile. */
  private static final int DELIVERY_THREADS = 32;

  private final LookupThreads accepts;
  private final LookupThreads deliveries;

  /** Its threads start when they are needed. */
  public NameLookups(Vertx vertx, NameResolver resolver, Ticker ticker) {
    accepts = new LookupThreads(vertx, "callback-names-accept", ACCEPT_THREADS, resolver, ticker);
    deliveries = new LookupThreads(vertx, "callback-names", DELIVERY_THREADS, resolver, ticker);
  }

  /**
   * Every address of a name, for an accept, within a second. Answers on the Vert.x context on which
   * it is asked, if there is one.
   *
   * @param host a name in ASCII, no address
   * @return at least one; fails with {@link UnknownHostException} where there is none in time, with
   *     {@link LookupNotStartedException} where nobody asked
   */
  Uni<List<InetAddress>> atAccept(String host) {
    return accepts.of(host, MAX_AT_ACCEPT);
  }

  /**
   * Every address of a name, for an attempt; else as {@link #atAccept}.
   *
   * @param max how long it may take
   */
  Uni<List<InetAddress>> atDelivery(String host, Duration max) {
    return deliveries.of(host, max);
  }

  @PreDestroy
  void close() {
    accepts.close();
    deliveries.close();
  }
}
