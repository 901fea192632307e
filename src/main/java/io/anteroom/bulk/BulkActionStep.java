package io.anteroom.bulk;

import io.anteroom.async.FailureLog;
import io.anteroom.async.log.LogFields;
import io.anteroom.async.log.SubjectLog;
import io.anteroom.bulk.TaskActions.TaskAction;
import io.anteroom.cluster.Replica;
import io.anteroom.task.Task;
import io.anteroom.task.TaskRepository;
import io.anteroom.task.list.TaskList;
import io.anteroom.task.list.TaskPage;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.pgclient.PgException;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;

/**
 * One step of the bulk action that runs: takes the next tasks in hand, newest first, does to each
 * what is to be done, and counts. A step that was cut off is repeated with the same tasks, here or
 * elsewhere. Thread-safe; one at a time.
 */
@Singleton
class BulkActionStep {

  private static final SubjectLog LOG = SubjectLog.of(BulkActionStep.class);

  /** What fails so often at one task fails by the task. */
  private static final int TRIES = 3;

  private static final Duration BETWEEN_TRIES = Duration.ofMillis(200);

  /** Classes of SQLSTATE that speak of the values, and not of the database. */
  private static final Set<String> OF_THE_ROW = Set.of("22", "23", "42");

  /** What comes after a step. */
  enum Next {
    NOTHING_TO_DO,
    ANOTHER_BATCH,
    TASKS_WAIT
  }

  private final Replica replica;
  private final BulkActionStore store;
  private final TaskList list;
  private final TaskRepository tasks;
  private final TaskActions actions;
  private final BulkActionSettings settings;

  BulkActionStep(
      Replica replica,
      BulkActionStore store,
      TaskList list,
      TaskRepository tasks,
      TaskActions actions,
      BulkActionSettings settings) {
    this.replica = replica;
    this.store = store;
    this.list = list;
    this.tasks = tasks;
    this.actions = actions;
    this.settings = settings;
  }

  Uni<Next> run() {
    UUID owner = replica.id();
    return store
        .claim(owner)
        .chain(
            claimed ->
                claimed
                    .map(action -> run(action, owner))
                    .orElseGet(() -> Uni.createFrom().item(Next.NOTHING_TO_DO)));
  }

  private Uni<Next> run(BulkActionInHand action, UUID owner) {
    if (!action.batch().isEmpty()) {
      return settle(action, owner);
    }
    return action.stopping() ? end(action, owner) : begin(action, owner);
  }

  private Uni<Next> begin(BulkActionInHand action, UUID owner) {
    return list.after(action.filter(), action.position(), settings.batch())
        .chain(
            page ->
                page.tasks().isEmpty() && page.next() == null
                    ? end(action, owner)
                    : begin(action, owner, page));
  }

  private Uni<Next> begin(BulkActionInHand action, UUID owner, TaskPage page) {
    List<UUID> ids = page.tasks().stream().map(task -> task.id).toList();
    UUID position = page.next() == null ? ids.get(ids.size() - 1) : page.next();
    return store
        .begin(action, owner, ids, position)
        .chain(
            begun ->
                begun.isPresent() && !ids.isEmpty()
                    ? settle(begun.get(), owner)
                    : Uni.createFrom().item(Next.ANOTHER_BATCH));
  }

  private Uni<Next> settle(BulkActionInHand action, UUID owner) {
    return tasks
        .all(action.batch(), client -> true)
        .chain(found -> apply(action, found))
        .map(outcomes -> BatchOutcome.of(outcomes, action.stopping()))
        .chain(outcome -> store.settle(action, owner, outcome).replaceWith(outcome))
        .map(outcome -> outcome.waiting().isEmpty() ? Next.ANOTHER_BATCH : Next.TASKS_WAIT);
  }

  private Uni<Next> end(BulkActionInHand action, UUID owner) {
    return store
        .end(action, owner)
        .invoke(() -> LOG.plain().infof("bulk action %s has ended", action.id()))
        .replaceWith(Next.NOTHING_TO_DO);
  }

  /**
   * One after the other, so that a bulk action takes one connection.
   *
   * @param found in the order of the batch; null where a task is not there any more
   */
  private Uni<List<TaskOutcome>> apply(BulkActionInHand action, List<Task> found) {
    List<Task> there = found.stream().filter(Objects::nonNull).toList();
    return actions
        .of(action, there)
        .chain(
            one ->
                Multi.createFrom()
                    .range(0, found.size())
                    .onItem()
                    .transformToUniAndConcatenate(
                        i ->
                            found.get(i) == null
                                ? gone(action.batch().get(i))
                                : apply(one, found.get(i), action.stopping()))
                    .collect()
                    .asList());
  }

  private static Uni<TaskOutcome> gone(UUID task) {
    return Uni.createFrom().item(new TaskOutcome.Skipped(task, SkipReason.TASK_GONE));
  }

  /**
   * Where the database is away, the step fails and is repeated: that says nothing of the task. But
   * a stop does not wait for that.
   */
  private static Uni<TaskOutcome> apply(TaskAction action, Task task, boolean stopping) {
    return Uni.createFrom()
        .deferred(() -> action.apply(task))
        .onFailure()
        .retry()
        .withBackOff(BETWEEN_TRIES)
        .atMost(TRIES)
        .onFailure(failure -> stopping || isOfTheTask(failure))
        .recoverWithItem(failure -> failed(task.id, failure));
  }

  private static boolean isOfTheTask(Throwable failure) {
    return FailureLog.log(LOG.plain(), "a bulk action at a task", failure)
        || failure instanceof PgException said
            && said.getSqlState() != null
            && OF_THE_ROW.contains(said.getSqlState().substring(0, 2));
  }

  private static TaskOutcome failed(UUID task, Throwable failure) {
    LOG.warnf(LogFields.ofTask(task), "bulk action: task %s failed: %s", task, failure.toString());
    return new TaskOutcome.Failed(task);
  }
}
