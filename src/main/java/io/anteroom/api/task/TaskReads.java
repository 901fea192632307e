package io.anteroom.api.task;

import io.anteroom.api.body.RequestMemory;
import io.anteroom.api.filter.Caller;
import io.anteroom.api.response.TaskDetails;
import io.anteroom.task.Task;
import io.anteroom.task.TaskRequests;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.util.List;

/** What a caller sees of tasks that it reads. Thread-safe. */
@Singleton
class TaskReads {

  private final Caller caller;
  private final TaskRequests requests;
  private final RequestMemory memory;

  TaskReads(Caller caller, TaskRequests requests, RequestMemory memory) {
    this.caller = caller;
    this.requests = requests;
    this.memory = memory;
  }

  /** One task, with what the client sent where that is asked for. */
  Uni<TaskDetails> of(Task task, TaskInclusions include) {
    TaskDetails details = details(task);
    return include.request()
        ? requests.of(task.id, task.client).map(json -> with(details, json, task.client))
        : Uni.createFrom().item(details);
  }

  /** The tasks of a page. */
  Uni<List<TaskDetails>> of(List<Task> tasks) {
    return Uni.createFrom().item(tasks.stream().map(this::details).toList());
  }

  private TaskDetails details(Task task) {
    return caller.isOperator() ? TaskDetails.withClient(task) : TaskDetails.of(task);
  }

  private TaskDetails with(TaskDetails details, String json, String client) {
    if (json == null) {
      return details;
    }
    memory.takeForAnswer(client, json.length());
    return details.with(json);
  }
}
