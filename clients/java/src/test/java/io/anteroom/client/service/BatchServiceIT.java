package io.anteroom.client.service;

import static io.anteroom.client.AnteroomClient.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.anteroom.client.AnteroomClient;
import io.anteroom.client.failure.ProblemException;
import io.anteroom.client.request.BatchFilter;
import io.anteroom.client.request.BatchRequest;
import io.anteroom.client.request.IndexRequest;
import io.anteroom.client.request.TaskFilter;
import io.anteroom.client.response.Batch;
import io.anteroom.client.response.BatchReceipt;
import io.anteroom.client.response.Task;
import io.anteroom.client.response.TaskStatus;
import java.net.URI;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** All calls about batches on the packaged service. */
class BatchServiceIT {

  private static Servers servers;
  private static Replica replica;
  private static AnteroomClient client;

  @BeforeAll
  static void start() {
    servers = Servers.start();
    replica = Replica.start(servers.environment());
    URI uri = URI.create("http://127.0.0.1:" + replica.port());
    client = AnteroomClient.builder(uri, Servers.KEY).build();
  }

  @AfterAll
  static void stop() throws Exception {
    if (servers != null) {
      replica.close();
      servers.close();
    }
  }

  @Test
  void aBatchIsAcceptedAwaitedAndListed() {
    BatchReceipt receipt = submit("import-17", texts(120));
    Batch batch = await(client.batches().awaitEnd(receipt.batchId()));
    assertEquals(120, batch.count(TaskStatus.DONE));
    List<UUID> tasks =
        client.tasks().stream(TaskFilter.all().batch(receipt.batchId())).map(Task::id).toList();
    assertEquals(120, tasks.stream().distinct().count());
    assertEquals(120, tasks.size());
    BatchFilter filter = BatchFilter.all().reference("import-17");
    assertEquals(List.of(receipt.batchId()), ids(filter.ended(true)));
    assertEquals(List.of(), ids(filter.ended(false)));
  }

  @Test
  void theEventsOfABatchEndWithIt() throws Exception {
    BatchReceipt receipt = submit("watched", texts(5));
    EventLog events = new EventLog();
    client.batches().events(receipt.batchId()).subscribe(events);
    events.end().get(120, TimeUnit.SECONDS);
    for (BatchReceipt.Item item : receipt.items()) {
      assertTrue(events.hasEnd(item.taskId().orElseThrow()));
    }
    assertEquals(0, await(client.batches().get(receipt.batchId())).open());
  }

  @Test
  void whatFailedOfABatchIsRetried() {
    List<IndexRequest> items =
        List.of(
            IndexRequest.text("good", "many"), IndexRequest.url("http://127.0.0.1:1/gone", "many"));
    BatchReceipt first = submit("mixed", items);
    assertEquals(1, await(client.batches().awaitEnd(first.batchId())).count(TaskStatus.FAILED));
    BatchReceipt again = await(client.batches().retry(first.batchId()));
    assertEquals(1, again.items().size());
    assertEquals(first.items().get(1).taskId(), again.items().get(0).retryOf());
    assertEquals(
        first.batchId(), await(client.batches().awaitEnd(again.batchId())).retryOf().orElseThrow());
    ProblemException refused =
        assertThrows(ProblemException.class, () -> await(client.batches().retry(first.batchId())));
    assertEquals("not-retryable", refused.problem().name());
  }

  @Test
  void aBatchIsCancelled() {
    BatchReceipt receipt = submit("not needed", texts(20));
    await(client.batches().cancel(receipt.batchId()));
    Batch ended = await(client.batches().awaitEnd(receipt.batchId()));
    assertEquals(20, ended.count(TaskStatus.CANCELLED) + ended.count(TaskStatus.DONE));
    assertTrue(ended.count(TaskStatus.CANCELLED) > 0, ended.toString());
  }

  private static BatchReceipt submit(String reference, List<IndexRequest> items) {
    return await(client.batches().submit(BatchRequest.of(items).reference(reference)));
  }

  private static List<IndexRequest> texts(int count) {
    return IntStream.range(0, count).mapToObj(i -> IndexRequest.text("text " + i, "many")).toList();
  }

  private static List<UUID> ids(BatchFilter filter) {
    return client.batches().stream(filter).map(Batch::id).toList();
  }
}
