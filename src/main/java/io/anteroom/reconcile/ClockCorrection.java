package io.anteroom.reconcile;

import io.anteroom.account.Account;
import io.anteroom.account.AccountDirectory;
import io.anteroom.cluster.BackgroundWork;
import io.anteroom.cluster.ClusterSettings;
import io.anteroom.cluster.DueWork.ToDo;
import io.anteroom.quota.QuotaLedgerRepair;
import io.anteroom.upstream.http.UpstreamSettings;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.Priority;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;
import org.jboss.logging.Logger;

/**
 * Keeps the work going when the database's clock was set back: without it everything would wait
 * until the clock is where it was. One tick at a time.
 */
@Singleton
@Priority(BackgroundWork.BEFORE_OTHERS)
public class ClockCorrection implements BackgroundWork {

  private static final Logger LOG = Logger.getLogger(ClockCorrection.class);
  private static final int TICKS_BETWEEN = 5;

  private final QuotaLedgerRepair ledger;
  private final ClockCorrectionStore tasks;
  private final ClusterSettings cluster;
  private final LongestWaits longest;
  private final UpstreamSettings upstream;
  private final List<String> accounts;
  private long ticks;

  public ClockCorrection(
      QuotaLedgerRepair ledger,
      ClockCorrectionStore tasks,
      ClusterSettings cluster,
      LongestWaits longest,
      UpstreamSettings upstream,
      AccountDirectory accounts) {
    this.ledger = ledger;
    this.tasks = tasks;
    this.cluster = cluster;
    this.longest = longest;
    this.upstream = upstream;
    this.accounts = accounts.all().stream().map(Account::name).toList();
  }

  @Override
  public Uni<Void> tick(ToDo todo) {
    return ++ticks % TICKS_BETWEEN == 0 ? correct() : Uni.createFrom().voidItem();
  }

  /** Searches for times that are too far ahead, and brings them back. */
  private Uni<Void> correct() {
    return ledger
        .clamp(
            Duration.ofMillis(upstream.callTimeoutMs()),
            Duration.ofMillis(upstream.uploadTimeoutMs()))
        .chain(
            slots ->
                tasks
                    .clamp(accounts, cluster.lease(), longest)
                    .invoke(others -> tell(slots + others)))
        .replaceWithVoid();
  }

  private static void tell(long brought) {
    if (brought > 0) {
      LOG.warnf(
          "%d times in the database were further ahead than is ever written (the database's clock was"
              + " set back?); they are brought back",
          brought);
    }
  }
}
