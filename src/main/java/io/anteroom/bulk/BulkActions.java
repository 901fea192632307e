package io.anteroom.bulk;

import io.anteroom.async.StatementTimeout;
import io.anteroom.async.TimeOrderedId;
import io.anteroom.async.sql.ChangeScope;
import io.anteroom.task.list.TaskFilter;
import io.anteroom.task.list.TaskList;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import org.jboss.logging.Logger;

/** What operators do with bulk actions. Answers may come on any thread. Thread-safe. */
@Singleton
public class BulkActions {

  private static final Logger LOG = Logger.getLogger(BulkActions.class);

  /** Another that runs is in the way by the unique index. */
  private static final String START =
      """
      insert into bulk_action (id, action, filter, operator, reason, matched)
      values ($1, $2, $3::text::json, $4, $5, $6)
      on conflict do nothing
      """;

  private static final String STOP =
      """
      update bulk_action set state = 'stopping', stopped_by = $2
      where id = $1 and state = 'running'
      """;

  private static final String RUNNING =
      "select id from bulk_action where state in ('running', 'stopping')";

  /** The clock of a replica may be behind: what it has just accepted is counted too. */
  private static final Duration CLOCKS = Duration.ofMinutes(1);

  private final Pool pool;
  private final TaskList list;
  private final BulkActionRunner runner;
  private final Clock clock;
  private final int maxTasks;

  BulkActions(
      Pool pool, TaskList list, BulkActionRunner runner, Clock clock, BulkActionSettings settings) {
    this.pool = pool;
    this.list = list;
    this.runner = runner;
    this.clock = clock;
    this.maxTasks = settings.maxTasks();
  }

  /** How many tasks the filter of a bulk action may find. */
  public int maxTasks() {
    return maxTasks;
  }

  /**
   * How many tasks a bulk action would take in hand. One more than {@link #maxTasks()} stands for
   * all that are more.
   */
  public Uni<Integer> count(BulkActionKind kind, TaskFilter filter) {
    return kind.narrow(filter, clock.instant().plus(CLOCKS))
        .map(narrow -> list.count(narrow, maxTasks + 1L).map(Long::intValue))
        .orElseGet(() -> Uni.createFrom().item(0));
  }

  /**
   * Starts one; empty where another one runs.
   *
   * @param matched how many tasks were counted
   * @param scope what else belongs to the start of the one with this id
   */
  public Uni<Optional<UUID>> start(
      BulkActionKind kind,
      TaskFilter filter,
      String operator,
      String reason,
      int matched,
      Function<UUID, ChangeScope> scope) {
    UUID id = TimeOrderedId.next();
    Tuple values =
        Tuple.of(id, kind.label(), StoredFilter.write(filter), operator, reason, matched);
    return change(START, values, scope.apply(id))
        .map(started -> started ? Optional.of(id) : Optional.<UUID>empty())
        .invoke(started -> started.ifPresent(begun -> begin(begun, kind, operator, matched)));
  }

  /**
   * Stops one after the batch in hand; nothing happens where it has ended, or is stopped already.
   *
   * @param scope what else belongs to it
   */
  public Uni<Void> stop(UUID id, String operator, ChangeScope scope) {
    return change(STOP, Tuple.of(id, operator), scope)
        .invoke(stopped -> logStop(id, operator, stopped))
        .replaceWithVoid();
  }

  /** The one that runs; empty where none does. */
  public Uni<Optional<UUID>> running() {
    return StatementTimeout.of(pool.preparedQuery(RUNNING).execute())
        .map(
            rows ->
                rows.size() == 0
                    ? Optional.empty()
                    : Optional.of(rows.iterator().next().getUUID(0)));
  }

  private void begin(UUID id, BulkActionKind kind, String operator, int matched) {
    LOG.infof("bulk action %s: %s of %d tasks, by %s", id, kind.label(), matched, operator);
    runner.wake();
  }

  private static void logStop(UUID id, String operator, boolean stopped) {
    if (stopped) {
      LOG.infof("bulk action %s: stopped by %s", id, operator);
    }
  }

  private Uni<Boolean> change(String statement, Tuple values, ChangeScope scope) {
    return StatementTimeout.of(
        scope.run(
            pool,
            sql -> sql.preparedQuery(statement).execute(values).map(rows -> rows.rowCount() > 0),
            changed -> changed));
  }
}
