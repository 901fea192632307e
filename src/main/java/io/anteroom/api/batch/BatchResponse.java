package io.anteroom.api.batch;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.anteroom.task.batch.BatchStatusCounts;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * What became of the items of a batch.
 *
 * @param counts how the tasks ended, once all have and where that was waited for; else null
 * @param items one for each item, in their order
 */
@RegisterForReflection
@JsonNaming(SnakeCaseStrategy.class)
@JsonInclude(JsonInclude.Include.NON_NULL)
record BatchResponse(
    UUID batchId, int accepted, int refused, BatchStatusCounts counts, List<ItemView> items) {

  /** An item's task, or its error. */
  @RegisterForReflection
  @JsonNaming(SnakeCaseStrategy.class)
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record ItemView(UUID taskId, RefusedItem.Error error) {}

  /**
   * The answer.
   *
   * @param tasks in the order of the items that became tasks
   */
  static BatchResponse of(UUID batch, List<UUID> tasks, List<RefusedItem> refused) {
    Map<Integer, RefusedItem> errors =
        refused.stream().collect(Collectors.toMap(RefusedItem::index, Function.identity()));
    Iterator<UUID> ids = tasks.iterator();
    List<ItemView> items = new ArrayList<>();
    for (int i = 0; i < tasks.size() + refused.size(); i++) {
      RefusedItem error = errors.get(i);
      items.add(
          error == null && ids.hasNext()
              ? new ItemView(ids.next(), null)
              : new ItemView(null, error == null ? null : error.error()));
    }
    return new BatchResponse(batch, tasks.size(), refused.size(), null, items);
  }

  /** The same with how its tasks ended. */
  BatchResponse with(BatchStatusCounts ends) {
    return new BatchResponse(batchId, accepted, refused, ends, items);
  }
}
