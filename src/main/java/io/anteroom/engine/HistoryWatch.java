package io.anteroom.engine;

import io.anteroom.quota.Ledger;
import io.anteroom.quota.LedgerBounds;
import io.anteroom.task.Changed;
import io.anteroom.task.StoreHistory;
import io.anteroom.task.StoreHistory.Seen;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.inject.Singleton;
import java.util.List;
import org.jboss.logging.Logger;

/**
 * Sees when the database goes on with another history than this replica knows, and has the quota
 * and the doubtful tasks held back before anything is submitted. Until that is committed the ledger
 * grants nothing. One look at a time.
 */
@Singleton
public class HistoryWatch {

  private static final Logger LOG = Logger.getLogger(HistoryWatch.class);

  private final StoreHistory history;
  private final Ledger ledger;
  private final LedgerBounds bounds;
  private final Announcer announcer;
  private final Pool pool;
  private volatile String position = StoreHistory.NOTHING;
  private volatile String lastGood;

  /** Only stores its parts. */
  public HistoryWatch(
      StoreHistory history, Ledger ledger, LedgerBounds bounds, Announcer announcer, Pool pool) {
    this.history = history;
    this.ledger = ledger;
    this.bounds = bounds;
    this.announcer = announcer;
    this.pool = pool;
  }

  /** Looks, at the start; what has to be done is committed. */
  Uni<Void> look() {
    return history.look(position).chain(this::heed);
  }

  /** How far the database was when it was seen for the last time. */
  String position() {
    return position;
  }

  /** Does what has to be done about what was seen of the database, and has it committed. */
  Uni<Void> heed(Seen seen) {
    Uni<Void> done = seen.isOther() ? adopt(seen) : Uni.createFrom().voidItem();
    return done.invoke(() -> remember(seen));
  }

  private void remember(Seen seen) {
    position = seen.position();
    lastGood = seen.at();
    ledger.reached(position);
  }

  private Uni<Void> adopt(Seen seen) {
    return pool.withTransaction(
            c ->
                history
                    .adopt(c, seen, lastGood)
                    .chain(
                        first ->
                            first
                                ? bounds.holdAll(c).chain(() -> history.doubt(c))
                                : Uni.createFrom().item(List.<Changed>of())))
        .invoke(this::tell)
        .replaceWithVoid();
  }

  private void tell(List<Changed> doubted) {
    LOG.warnf(
        "the database goes on with another history (a failover, or an older copy): commits may be"
            + " lost. %d tasks are looked for upstream before they are submitted again, and calls"
            + " wait for one window",
        doubted.size());
    announcer.announce(doubted);
  }
}
