package io.anteroom.cluster;

import io.anteroom.cluster.DueWork.ToDo;
import io.anteroom.task.TaskChange;
import io.anteroom.task.TaskTransitionSql;
import io.anteroom.task.event.TaskChangeAnnouncer;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.annotation.Priority;
import jakarta.inject.Singleton;
import java.util.List;

/**
 * Takes over what a dead replica was submitting. A replica is dead when its lease has ended; nobody
 * knows whether its submits happened, so each of them is in doubt. Everything else that it did is
 * in the database and belongs to no replica. Thread-safe.
 */
@Singleton
@Priority(BackgroundWork.BEFORE_OTHERS)
public class DeadReplicaTakeover implements BackgroundWork {

  public static final String TAKE_OVER =
      TaskTransitionSql.change(
          "",
          """
            phase = 'in_doubt', lease_owner = null,
            in_doubt_attempts = t.in_doubt_attempts || t.attempt, in_doubt_since = now(), checks = 0,
            doubt = 'lost',
            next_check_at = now(), event_no = t.event_no + 1, updated_at = now()
          where t.phase = 'submitting' and not exists (
            select from replica r
            where r.id = t.lease_owner and r.lease_until > clock_timestamp())
          """);

  private final Pool pool;
  private final TaskChangeAnnouncer taskChangeAnnouncer;
  private final Counter takenOver;

  public DeadReplicaTakeover(
      Pool pool, TaskChangeAnnouncer taskChangeAnnouncer, MeterRegistry registry) {
    this.pool = pool;
    this.takenOver = registry.counter(WorkCounts.TAKEN_OVER); // shows as 0 until there is one
    this.taskChangeAnnouncer = taskChangeAnnouncer;
  }

  @Override
  public Uni<Void> tick(ToDo todo) {
    return todo.abandoned()
        ? takeOver().invoke(this::tell).replaceWithVoid()
        : Uni.createFrom().voidItem();
  }

  private void tell(List<TaskChange> changes) {
    takenOver.increment(changes.size());
    taskChangeAnnouncer.announce(changes);
  }

  /** Puts the submits of dead replicas in doubt; answers with their tasks. */
  public Uni<List<TaskChange>> takeOver() {
    return pool.preparedQuery(TAKE_OVER).execute().map(TaskChange::from);
  }
}
