package io.anteroom.api.batch;

import io.anteroom.accept.IdempotencyKey;
import io.anteroom.accept.NewBatch;
import io.anteroom.accept.NewTask;
import io.anteroom.account.Client;
import io.anteroom.api.batch.BatchRequest.Item;
import io.anteroom.api.index.IndexRequest;
import io.anteroom.api.index.IndexService;
import io.anteroom.async.TimeOrderedId;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;

/** Makes tasks of the items of a batch. Stateless. */
final class BatchTasks {

  private BatchTasks() {}

  /**
   * The batch.
   *
   * @param request with one item at least
   * @param refused the items that become no task, as JSON, or null
   * @param key or null
   */
  static NewBatch of(Client client, BatchRequest request, String refused, IdempotencyKey key) {
    List<Item> items = request.items();
    List<UUID> ids = newIds(items.size());
    return new NewBatch(
        TimeOrderedId.next(),
        client.name(),
        request.reference(),
        request.callbackUrl(),
        refused,
        IntStream.range(0, items.size())
            .mapToObj(i -> task(ids.get(i), client, items.get(i)))
            .toList(),
        key,
        null);
  }

  /** In the order of the items, by which it is found which task is of which. */
  static List<UUID> newIds(int count) {
    return IntStream.range(0, count)
        .mapToObj(i -> TimeOrderedId.next())
        .sorted((a, b) -> a.toString().compareTo(b.toString()))
        .toList();
  }

  private static NewTask task(UUID id, Client client, Item item) {
    IndexRequest request = item.request();
    return IndexService.newTask(
        id, client, request, request.options(), item.forwarded(), null, null);
  }
}
