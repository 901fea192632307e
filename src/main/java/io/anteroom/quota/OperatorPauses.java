package io.anteroom.quota;

import io.anteroom.async.StatementTimeout;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Optional;
import java.util.Set;
import org.jboss.logging.Logger;

/**
 * Accounts that an operator has paused: {@link QuotaLedger} grants nothing for them, on any
 * replica, so no call of any kind leaves. What counts is the row in Postgres; each replica also
 * remembers what it last saw there, for those that need not be exact. Thread-safe.
 */
@Singleton
public class OperatorPauses {

  private static final Logger LOG = Logger.getLogger(OperatorPauses.class);

  private static final String PAUSE =
      "insert into operator_pause (account) values ($1) on conflict do nothing";

  private static final String RESUME = "delete from operator_pause where account = $1";

  private static final String SINCE = "select paused_at from operator_pause where account = $1";

  private final Pool pool;
  private final Duration useBy;
  private volatile Set<String> seen = Set.of();

  /** Only stores its parts. */
  public OperatorPauses(Pool pool, QuotaSettings settings) {
    this.pool = pool;
    this.useBy = settings.useBy();
  }

  /**
   * Pauses an account, paused or not.
   *
   * <p>What it does not cover: a call without a body that had its permit before, and then waited
   * for a free connection longer than {@code toSend}. What is under way goes on.
   *
   * @param toSend how long a call may take from the check of its permit to its first byte: the time
   *     to open a connection
   * @return done when no call that has not left yet can leave any more: permits that were granted
   *     before are past their use-by then ({@link QuotaSettings#useBy()}), and what was checked
   *     before that is sent. The pause itself holds from the commit on, whether or not anybody
   *     waits for this.
   */
  public Uni<Void> pause(String account, Duration toSend) {
    return StatementTimeout.of(pool.preparedQuery(PAUSE).execute(Tuple.of(account)))
        .invoke(rows -> tell(rows, account, "paused"))
        .onItem()
        .delayIt()
        .by(useBy.plus(toSend))
        .replaceWithVoid();
  }

  /** Lets the ledger grant again, at once; nothing happens where the account is not paused. */
  public Uni<Void> resume(String account) {
    return StatementTimeout.of(pool.preparedQuery(RESUME).execute(Tuple.of(account)))
        .invoke(rows -> tell(rows, account, "resumed"))
        .replaceWithVoid();
  }

  /** Since when an account is paused; empty where it is not. */
  public Uni<Optional<Instant>> since(String account) {
    return StatementTimeout.of(pool.preparedQuery(SINCE).execute(Tuple.of(account)))
        .map(rows -> rows.size() == 0 ? Optional.empty() : Optional.of(pausedAt(rows)));
  }

  /** Whether the account was paused when this replica last read it: about a second ago. */
  public boolean wasPaused(String account) {
    return seen.contains(account);
  }

  /** Remembers which accounts are paused, as Postgres said just now. */
  public void remember(Collection<String> accounts) {
    seen = Set.copyOf(accounts);
  }

  private static Instant pausedAt(RowSet<Row> rows) {
    return rows.iterator().next().getOffsetDateTime(0).toInstant();
  }

  private static void tell(RowSet<Row> rows, String account, String done) {
    if (rows.rowCount() > 0) {
      LOG.warnf("account %s: %s by an operator", account, done);
    }
  }
}
