package io.anteroom.api.response;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonRawValue;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.anteroom.async.trace.TraceContext;
import io.anteroom.pending.PendingState;
import io.anteroom.task.DuplicateAsset;
import io.anteroom.task.Task;
import io.anteroom.task.TaskView;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.List;

/**
 * A task as who reads it sees it: more than who has it accepted or is told of its end.
 *
 * @param waits what it waits for; null where it has ended
 * @param client whose it is; only operators see it, else null
 * @param account where it is submitted; only operators see it, else null
 * @param traceId the trace of its accept; only operators see it, else null
 * @param duplicateAssets those that were found of one task; only operators see them, else null
 * @param request what the client sent, as JSON, where it was asked for; else null
 */
@RegisterForReflection
@JsonInclude(JsonInclude.Include.NON_NULL)
public record TaskDetails(
    @JsonUnwrapped TaskView task,
    WaitsView waits,
    String client,
    String account,
    @JsonProperty("trace_id") String traceId,
    @JsonProperty("duplicate_assets") List<DuplicateView> duplicateAssets,
    @JsonRawValue String request) {

  /** As its client sees it. */
  public static TaskDetails of(Task task, PendingState wait) {
    return new TaskDetails(TaskView.of(task), WaitsView.of(wait), null, null, null, null, null);
  }

  /** As operators see it. */
  public static TaskDetails withClient(Task task, PendingState wait) {
    return new TaskDetails(
        TaskView.of(task),
        WaitsView.of(wait),
        task.client,
        task.account,
        TraceContext.traceId(task.traceparent),
        null,
        null);
  }

  /** The same with what the client sent. */
  public TaskDetails with(String json) {
    return new TaskDetails(task, waits, client, account, traceId, duplicateAssets, json);
  }

  /** The same with its duplicate assets. */
  public TaskDetails with(List<DuplicateAsset> duplicates) {
    return duplicates.isEmpty()
        ? this
        : new TaskDetails(
            task,
            waits,
            client,
            account,
            traceId,
            duplicates.stream().map(DuplicateView::of).toList(),
            request);
  }
}
