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
 * A stop closes the ports before it closes connections. Quarkus does both at once, so that whoever
 * connects at that moment is cut off: refused, it can ask another replica without a doubt.
 */
@Singleton
public class ListenerDrain {

  private static final int LAST = 10_000;

  /**
   * How long a request may be on its way to an open connection, or its answer on the way back, on a
   * machine that is busy with a start elsewhere.
   */
  private static final Duration ON_THE_WAY = Duration.ofMillis(500);

  private final ConnectionGuard connections;
  private final Vertx vertx;
  private final Optional<Duration> delay;

  /** Only stores its parts. */
  public ListenerDrain(
      ConnectionGuard connections,
      Vertx vertx,
      @ConfigProperty(name = "quarkus.shutdown.delay") Optional<Duration> delay) {
    this.connections = connections;
    this.vertx = vertx;
    this.delay = delay;
  }

  /** On the thread of the stop, which goes on when this returns. */
  void close(@Observes @Priority(LAST) ShutdownDelayInitiatedEvent event) {
    long millis = delay.orElse(Duration.ZERO).minus(ON_THE_WAY).toMillis();
    if (millis > 0) {
      vertx.setTimer(millis, id -> connections.closeDoors(Duration.ZERO));
    } else {
      connections.closeDoors(ON_THE_WAY);
    }
  }
}
