package io.anteroom.api.task;

import io.anteroom.api.body.RequestMemory;
import io.anteroom.api.filter.Caller;
import io.anteroom.api.response.TaskDetails;
import io.anteroom.api.response.TaskInclusions;
import io.anteroom.pending.PendingState;
import io.anteroom.pending.PendingTasks;
import io.anteroom.task.DuplicateAssetRepository;
import io.anteroom.task.Task;
import io.anteroom.task.TaskRequests;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.util.List;

/** What a caller sees of tasks that it reads. Thread-safe. */
@Singleton
class TaskReads {

  private final Caller caller;
  private final PendingTasks pending;
  private final TaskRequests requests;
  private final DuplicateAssetRepository duplicates;
  private final RequestMemory memory;

  TaskReads(
      Caller caller,
      PendingTasks pending,
      TaskRequests requests,
      DuplicateAssetRepository duplicates,
      RequestMemory memory) {
    this.caller = caller;
    this.pending = pending;
    this.requests = requests;
    this.duplicates = duplicates;
    this.memory = memory;
  }

  /**
   * One task, with what the client sent where that is asked for; for operators with its duplicate
   * assets.
   */
  Uni<TaskDetails> of(Task task, TaskInclusions include) {
    Uni<TaskDetails> seen =
        pending.waits(List.of(task)).map(waits -> details(task, waits.apply(task)));
    Uni<TaskDetails> details =
        caller.isOperator() ? seen.chain(known -> duplicates.of(task.id).map(known::with)) : seen;
    return include.request() ? details.chain(known -> withRequest(known, task)) : details;
  }

  /** The tasks of a page. */
  Uni<List<TaskDetails>> of(List<Task> tasks) {
    return pending
        .waits(tasks)
        .map(waits -> tasks.stream().map(task -> details(task, waits.apply(task))).toList());
  }

  private TaskDetails details(Task task, PendingState wait) {
    return caller.isOperator() ? TaskDetails.withClient(task, wait) : TaskDetails.of(task, wait);
  }

  private Uni<TaskDetails> withRequest(TaskDetails details, Task task) {
    return requests.of(task.id, task.client).map(json -> with(details, json, task.client));
  }

  private TaskDetails with(TaskDetails details, String json, String client) {
    if (json == null) {
      return details;
    }
    memory.takeForAnswer(client, json.length());
    return details.with(json);
  }
}
