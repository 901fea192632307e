package io.anteroom.api.batch;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.anteroom.accept.BatchInsert.Held.Item;
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

  /**
   * An item's task, or its error.
   *
   * @param retryOf the task that is tried again, or was to be; null where the item is new
   */
  @RegisterForReflection
  @JsonNaming(SnakeCaseStrategy.class)
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record ItemView(UUID taskId, UUID retryOf, RefusedItem.Error error) {}

  /**
   * The answer.
   *
   * @param tasks in the order of the items that became tasks
   */
  static BatchResponse of(UUID batch, List<Item> tasks, List<RefusedItem> refused) {
    Map<Integer, RefusedItem> errors =
        refused.stream().collect(Collectors.toMap(RefusedItem::index, Function.identity()));
    Iterator<Item> made = tasks.iterator();
    List<ItemView> items = new ArrayList<>();
    for (int i = 0; i < tasks.size() + refused.size(); i++) {
      RefusedItem error = errors.get(i);
      items.add(error == null ? next(made) : view(error));
    }
    return new BatchResponse(batch, tasks.size(), refused.size(), null, items);
  }

  /** Empty where a task was removed meanwhile. */
  private static ItemView next(Iterator<Item> made) {
    Item item = made.hasNext() ? made.next() : new Item(null, null);
    return new ItemView(item.task(), item.retryOf(), null);
  }

  private static ItemView view(RefusedItem refused) {
    return new ItemView(null, refused.retryOf(), refused.error());
  }

  /** The same with how its tasks ended. */
  BatchResponse with(BatchStatusCounts ends) {
    return new BatchResponse(batchId, accepted, refused, ends, items);
  }
}
