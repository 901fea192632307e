package io.anteroom.reconcile;

import io.anteroom.account.AccountDirectory;
import io.anteroom.async.FailureLog;
import io.anteroom.async.log.SubjectLog;
import io.anteroom.cluster.BackgroundWork;
import io.anteroom.cluster.DueWork.ToDo;
import io.anteroom.quota.EndpointClass;
import io.anteroom.task.TaskChange;
import io.anteroom.task.TaskDeadlines;
import io.anteroom.task.event.TaskChangeAnnouncer;
import io.anteroom.upstream.RetryingCalls;
import io.anteroom.upstream.http.UpstreamCall;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.Priority;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;

/**
 * Ends tasks whose time is over, and asks the upstream to stop what it still does for them. That
 * request is best effort: the task has ended whether or not it arrives. Thread-safe.
 */
@Singleton
@Priority(BackgroundWork.BEFORE_OTHERS)
public class OverdueTasks implements BackgroundWork {

  private static final SubjectLog LOG = SubjectLog.of(OverdueTasks.class);
  private static final Duration PERMIT_WAIT = Duration.ofSeconds(30);
  private static final int AT_ONCE = 4;

  private final TaskDeadlines taskDeadlines;
  private final TaskChangeAnnouncer taskChangeAnnouncer;
  private final RetryingCalls calls;
  private final AccountDirectory accounts;

  public OverdueTasks(
      TaskDeadlines taskDeadlines,
      TaskChangeAnnouncer taskChangeAnnouncer,
      RetryingCalls calls,
      AccountDirectory accounts) {
    this.taskDeadlines = taskDeadlines;
    this.taskChangeAnnouncer = taskChangeAnnouncer;
    this.calls = calls;
    this.accounts = accounts;
  }

  @Override
  public Uni<Void> tick(ToDo todo) {
    return todo.overdue() ? end() : Uni.createFrom().voidItem();
  }

  private Uni<Void> end() {
    return taskDeadlines
        .endOverdue()
        .invoke(taskChangeAnnouncer::announce)
        .invoke(this::stopUpstream)
        .replaceWithVoid();
  }

  /** A few at once, in the background: the tick does not wait for them. */
  private void stopUpstream(List<TaskChange> ended) {
    Multi.createFrom()
        .iterable(ended)
        .filter(task -> task.upstreamTaskId() != null)
        .onItem()
        .transformToUni(this::stopUpstream)
        .merge(AT_ONCE)
        .subscribe()
        .with(
            stopped -> {},
            failure -> FailureLog.log(LOG.plain(), "stopping an overdue task upstream", failure));
  }

  private Uni<Boolean> stopUpstream(TaskChange task) {
    UpstreamCall cancel = UpstreamCall.Plain.removal(api -> api.cancelTask(task.upstreamTaskId()));
    return accounts
        .named(task.account())
        .map(account -> calls.call(account, EndpointClass.DEFAULT, PERMIT_WAIT, cancel))
        .orElseGet(() -> Uni.createFrom().nullItem())
        .replaceWith(true)
        .onFailure()
        .invoke(
            failure ->
                LOG.warnf(
                    task,
                    "task %s ended, and may go on upstream: %s",
                    task.id(),
                    failure.getMessage()))
        .onFailure()
        .recoverWithItem(false);
  }
}
