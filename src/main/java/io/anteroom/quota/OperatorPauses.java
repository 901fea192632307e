package io.anteroom.quota;

import io.anteroom.async.DatabaseSession;
import io.anteroom.async.StatementTimeout;
import io.anteroom.async.log.LogFields;
import io.anteroom.async.log.SubjectLog;
import io.anteroom.async.sql.ChangeScope;
import io.quarkus.hibernate.reactive.panache.PanacheRepositoryBase;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Accounts that an operator has paused: {@link QuotaLedger} grants nothing for them, on any
 * replica, so no call of any kind leaves. What counts is the row in Postgres; each replica also
 * remembers what it last saw there, for those that need not be exact. Thread-safe.
 */
@Singleton
public class OperatorPauses implements PanacheRepositoryBase<AccountPause, String> {

  private static final SubjectLog LOG = SubjectLog.of(OperatorPauses.class);

  private static final String PAUSE =
      """
      insert into operator_pause (account, paused_by, reason) values ($1, $2, $3)
      on conflict do nothing
      """;

  private static final String RESUME = "delete from operator_pause where account = $1";

  private final Pool pool;
  private final DatabaseSession session;
  private final Duration useBy;
  private volatile Set<String> seen = Set.of();

  public OperatorPauses(Pool pool, DatabaseSession session, QuotaSettings settings) {
    this.pool = pool;
    this.session = session;
    this.useBy = settings.useBy();
  }

  /**
   * Pauses an account. One that is paused stays as it is: who paused it first, when and why.
   *
   * <p>What it does not cover: a call without a body that had its permit before, and then waited
   * for a free connection longer than {@code toSend}. What is under way goes on.
   *
   * @param note who, and why
   * @param toSend how long a call may take from the check of its permit to its first byte: the time
   *     to open a connection
   * @param scope what else belongs to the pause
   * @return done when no call that has not left yet can leave any more: permits that were granted
   *     before are past their use-by then ({@link QuotaSettings#useBy()}), and what was checked
   *     before that is sent. The pause itself holds from the commit on, whether or not anybody
   *     waits for this.
   */
  public Uni<Void> pause(String account, PauseNote note, Duration toSend, ChangeScope scope) {
    return change(PAUSE, Tuple.of(account, note.operator(), note.reason()), scope)
        .invoke(rows -> logChange(rows, account, "paused"))
        .onItem()
        .delayIt()
        .by(useBy.plus(toSend))
        .replaceWithVoid();
  }

  /**
   * Lets the ledger grant again, at once; nothing happens where the account is not paused.
   *
   * @param scope what else belongs to it
   */
  public Uni<Void> resume(String account, ChangeScope scope) {
    return change(RESUME, Tuple.of(account), scope)
        .invoke(rows -> logChange(rows, account, "resumed"))
        .replaceWithVoid();
  }

  /** Since when an account is paused; empty where it is not. */
  public Uni<Optional<Instant>> since(String account) {
    return of(account).map(pause -> pause.map(found -> found.pausedAt));
  }

  /** The pause of an account; empty where it is not paused. */
  public Uni<Optional<AccountPause>> of(String account) {
    return session.read(() -> findById(account)).map(Optional::ofNullable);
  }

  /** Every pause that is in force. */
  public Uni<List<AccountPause>> all() {
    return session.read(() -> listAll());
  }

  /** Whether the account was paused when this replica last read it: about a second ago. */
  public boolean wasPaused(String account) {
    return seen.contains(account);
  }

  /** Remembers which accounts are paused, as Postgres said just now. */
  public void remember(Collection<String> accounts) {
    seen = Set.copyOf(accounts);
  }

  /** How many rows it changed. */
  private Uni<Integer> change(String statement, Tuple values, ChangeScope scope) {
    return StatementTimeout.of(
        scope.run(
            pool,
            client -> client.preparedQuery(statement).execute(values).map(rows -> rows.rowCount()),
            rows -> rows > 0));
  }

  private static void logChange(long rows, String account, String done) {
    if (rows > 0) {
      LOG.warnf(LogFields.ofAccount(account), "account %s: %s by an operator", account, done);
    }
  }
}
