package io.anteroom.quota;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Optional;
import org.jboss.logging.Logger;

/** Pauses a class of an account, on every replica, after the upstream said 429. Thread-safe. */
@Singleton
public class Pauses {

  private static final Logger LOG = Logger.getLogger(Pauses.class);

  private static final String PAUSE =
      """
      update quota_class
      set paused_until = greatest(paused_until, clock_timestamp() + $3::bigint * interval '1 ms')
      where account = $1 and class = $2
      """;

  /** A reset that has passed by our clock has not by the upstream's, or it would not refuse. */
  private static final Duration LEAST = Duration.ofSeconds(1);

  private final Pool pool;
  private final QuotaSettings settings;

  /** Only stores its parts. */
  public Pauses(Pool pool, QuotaSettings settings) {
    this.pool = pool;
    this.settings = settings;
  }

  /**
   * Lets no call of the class leave for a while.
   *
   * @param retryAfter what the upstream asked for; empty where it did not say
   */
  public Uni<Void> pause(
      String account, EndpointClass endpointClass, Optional<Duration> retryAfter) {
    Duration wanted = retryAfter.orElse(settings.pause());
    Duration atMost = wanted.compareTo(settings.maxPause()) > 0 ? settings.maxPause() : wanted;
    Duration pause = atMost.compareTo(LEAST) < 0 ? LEAST : atMost;
    LOG.warnf(
        "429 from the upstream: account %s, class %s paused for %d ms",
        account, endpointClass.label(), pause.toMillis());
    return pool.preparedQuery(PAUSE)
        .execute(Tuple.of(account, endpointClass.label(), pause.toMillis()))
        .replaceWithVoid();
  }
}
