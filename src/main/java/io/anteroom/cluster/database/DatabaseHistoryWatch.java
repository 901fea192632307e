package io.anteroom.cluster.database;

import io.anteroom.cluster.database.DatabaseHistory.Seen;
import io.anteroom.quota.QuotaLedger;
import io.anteroom.quota.QuotaLedgerRepair;
import io.anteroom.task.TaskChange;
import io.anteroom.task.event.TaskChangeAnnouncer;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.inject.Singleton;
import java.util.List;
import org.jboss.logging.Logger;

/**
 * Sees when the database goes on with another history than this replica knows, and has the quota
 * and the doubtful tasks held back before anything is submitted. Until that is committed the ledger
 * grants nothing. One observation at a time.
 */
@Singleton
public class DatabaseHistoryWatch {

  private static final Logger LOG = Logger.getLogger(DatabaseHistoryWatch.class);

  private final DatabaseHistory history;
  private final QuotaLedger quotaLedger;
  private final QuotaLedgerRepair bounds;
  private final TaskChangeAnnouncer taskChangeAnnouncer;
  private final Pool pool;
  private volatile String position = DatabaseHistory.NOTHING;
  private volatile String lastGood;

  public DatabaseHistoryWatch(
      DatabaseHistory history,
      QuotaLedger quotaLedger,
      QuotaLedgerRepair bounds,
      TaskChangeAnnouncer taskChangeAnnouncer,
      Pool pool) {
    this.history = history;
    this.quotaLedger = quotaLedger;
    this.bounds = bounds;
    this.taskChangeAnnouncer = taskChangeAnnouncer;
    this.pool = pool;
  }

  /** Observes it for the first time; what has to be done is committed. */
  public Uni<Void> enter() {
    return history.enter().chain(() -> history.observe(position)).chain(this::apply);
  }

  /** How far the database was when it was seen for the last time. */
  public String position() {
    return position;
  }

  /** Does what has to be done about what was seen of the database, and has it committed. */
  public Uni<Void> apply(Seen seen) {
    Uni<Void> done = seen.isOther() ? adopt(seen) : Uni.createFrom().voidItem();
    return done.invoke(() -> remember(seen));
  }

  private void remember(Seen seen) {
    position = seen.position();
    lastGood = seen.at();
    quotaLedger.reached(position);
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
                                : Uni.createFrom().item(List.<TaskChange>of())))
        .invoke(this::tell)
        .replaceWithVoid();
  }

  private void tell(List<TaskChange> doubted) {
    LOG.warnf(
        "the database goes on with another history (a failover, or an older copy): commits may be"
            + " lost. %d tasks are searched for upstream before they are submitted again, and calls"
            + " wait for one window",
        doubted.size());
    taskChangeAnnouncer.announce(doubted);
  }
}
