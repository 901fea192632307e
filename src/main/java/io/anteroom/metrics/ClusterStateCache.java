package io.anteroom.metrics;

import io.anteroom.async.FailureLog;
import io.anteroom.async.PacedRead;
import io.anteroom.async.Ticker;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;
import org.jboss.logging.Logger;

/**
 * The state of the cluster as it was read last. It is read for a scrape, at most once within {@link
 * MetricsSettings#refresh()}, and less often where a read takes long. Thread-safe.
 */
@Singleton
class ClusterStateCache {

  private static final Logger LOG = Logger.getLogger(ClusterStateCache.class);

  /** A scrape does not wait longer for it; Prometheus gives up after ten seconds. */
  static final Duration MAX_WAIT = Duration.ofSeconds(2);

  /**
   * What could not be read anew for so many refreshes is not shown: to show nothing is better than
   * to mislead.
   */
  private static final int REFRESHES_KEPT = 6;

  private static final Duration MIN_KEPT = Duration.ofMinutes(1);

  private record Known(ClusterState state, long at) {}

  private final PacedRead<ClusterState> reads;
  private final Ticker ticker;
  private final Duration kept;
  private volatile Known known;

  @Inject
  ClusterStateCache(ClusterStateReader reader, MetricsSettings settings, Ticker ticker) {
    this(reader::read, settings.refresh(), ticker);
  }

  ClusterStateCache(Supplier<Uni<ClusterState>> source, Duration refresh, Ticker ticker) {
    this.reads = new PacedRead<>(() -> remembered(source.get()), refresh, ticker);
    this.ticker = ticker;
    Duration some = refresh.multipliedBy(REFRESHES_KEPT);
    this.kept = some.compareTo(MIN_KEPT) > 0 ? some : MIN_KEPT;
  }

  /** Reads it anew where that is due. Ends after {@link #MAX_WAIT} at the latest; never fails. */
  Uni<Void> refresh() {
    return reads.within(MAX_WAIT).replaceWithVoid();
  }

  /**
   * As it was read last; empty where it could not be read anew for too long. A read that takes long
   * is made less often, and what it found is shown meanwhile. Does not block.
   */
  Optional<ClusterState> last() {
    Known now = known;
    return now == null || overdue().orElse(Duration.ZERO).compareTo(kept) > 0
        ? Optional.empty()
        : Optional.of(now.state());
  }

  /** For how long it was due and could not be read; empty before the first read. */
  Optional<Duration> overdue() {
    return reads.overdue();
  }

  /** How long ago it was read; empty where it never was. Does not block. */
  Optional<Duration> age() {
    return Optional.ofNullable(known).map(Known::at).map(ticker::since);
  }

  private Uni<ClusterState> remembered(Uni<ClusterState> read) {
    return read.invoke(state -> known = new Known(state, ticker.nanos()))
        .onFailure()
        .invoke(failure -> FailureLog.log(LOG, "reading the state of the cluster", failure));
  }
}
