package io.anteroom.guard;

import io.quarkus.runtime.ShutdownDelayInitiatedEvent;
import io.vertx.core.Vertx;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * Makes a stop close the ports before it closes connections. Quarkus closes both at once, and a
 * request on a connection that was opened at that moment may or may not have been processed. A
 * caller whose connection is refused knows that nothing happened, and can call another replica.
 */
@Singleton
public class ListenerDrain {

  private static final int LAST = 10_000;

  /**
   * How long a request may take to arrive on an open connection, or its response to leave, on a
   * busy machine.
   */
  private static final Duration IN_TRANSIT = Duration.ofMillis(500);

  private final ConnectionGuard connections;
  private final Vertx vertx;
  private final Optional<Duration> delay;

  public ListenerDrain(
      ConnectionGuard connections,
      Vertx vertx,
      @ConfigProperty(name = "quarkus.shutdown.delay") Optional<Duration> delay) {
    this.connections = connections;
    this.vertx = vertx;
    this.delay = delay;
  }

  /** Runs on the thread of the stop, which continues when this returns. */
  void close(@Observes @Priority(LAST) ShutdownDelayInitiatedEvent event) {
    long millis = delay.orElse(Duration.ZERO).minus(IN_TRANSIT).toMillis();
    if (millis > 0) {
      vertx.setTimer(millis, id -> connections.closeListeners(Duration.ZERO));
    } else {
      connections.closeListeners(IN_TRANSIT);
    }
  }
}
