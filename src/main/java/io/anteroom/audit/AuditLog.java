package io.anteroom.audit;

import io.anteroom.async.DetachedFromCaller;
import io.anteroom.async.StatementTimeout;
import io.anteroom.async.sql.ChangeScope;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.SqlClient;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Singleton;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jboss.logging.Logger;

/** Writes down what operators do. Answers may come on any thread. Thread-safe. */
@Singleton
public class AuditLog {

  private static final Logger LOG = Logger.getLogger(AuditLog.class);

  private static final String WRITE =
      """
      insert into audit_entry (operator, action, reason, account, client, task, batch, bulk_action,
                               outcome)
      values ($1, $2, $3, $4, $5, $6, $7, $8, $9)
      returning id
      """;

  /** A retry of a batch makes a batch, that of a task a task. */
  private static final String SETTLE =
      """
      update audit_entry set outcome = $2,
        new_task = case when batch is null then $3::uuid end,
        new_batch = case when batch is not null then $3::uuid end
      where id = $1
      """;

  private final Pool pool;

  public AuditLog(Pool pool) {
    this.pool = pool;
  }

  /** Changes made in it are one transaction with their entry: both are there, or neither. */
  public ChangeScope with(AuditedAct act) {
    return new ChangeScope() {
      @Override
      public <T> Uni<T> run(
          Pool database, Function<SqlClient, Uni<T>> change, Predicate<T> happened) {
        return StatementTimeout.of(
            DetachedFromCaller.run(
                () ->
                    database.withTransaction(
                        connection ->
                            change
                                .apply(connection)
                                .call(answer -> done(connection, act, happened.test(answer))))));
      }
    };
  }

  private static Uni<Void> done(SqlClient client, AuditedAct act, boolean happened) {
    return happened
        ? write(client, act, AuditOutcome.DONE).replaceWithVoid()
        : Uni.createFrom().voidItem();
  }

  /**
   * For a retry, which shares its statement with others: the entry is committed before it, and then
   * gets the outcome. A process that dies in between leaves {@link AuditOutcome#ASKED}.
   *
   * @param made the task or batch that it made, by its answer
   * @param refused whether it surely did not happen, by its failure
   */
  public <T> Uni<T> before(
      AuditedAct act,
      Supplier<Uni<T>> retry,
      Function<T, UUID> made,
      Predicate<Throwable> refused) {
    return DetachedFromCaller.run(
        () ->
            StatementTimeout.of(write(pool, act, AuditOutcome.ASKED))
                .chain(
                    id ->
                        Uni.createFrom()
                            .deferred(retry::get)
                            .call(done -> settle(id, AuditOutcome.DONE, made.apply(done)))
                            .onFailure(refused)
                            .call(() -> settle(id, AuditOutcome.FAILED, null))));
  }

  /** The act has happened by now: its answer does not depend on this. */
  private Uni<Void> settle(long id, AuditOutcome outcome, UUID made) {
    return StatementTimeout.of(
            pool.preparedQuery(SETTLE).execute(Tuple.of(id, outcome.label(), made)))
        .replaceWithVoid()
        .onFailure()
        .invoke(failure -> LOG.warnf("audit entry %d stays as asked: %s", id, failure))
        .onFailure()
        .recoverWithNull();
  }

  private static Uni<Long> write(SqlClient client, AuditedAct act, AuditOutcome outcome) {
    Tuple values =
        Tuple.tuple()
            .addString(act.operator())
            .addString(act.action().label())
            .addString(act.reason())
            .addString(act.account())
            .addString(act.client())
            .addUUID(act.task())
            .addUUID(act.batch())
            .addUUID(act.bulkAction())
            .addString(outcome.label());
    return client
        .preparedQuery(WRITE)
        .execute(values)
        .map(rows -> rows.iterator().next().getLong(0));
  }
}
