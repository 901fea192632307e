package io.anteroom.accept;

import static io.anteroom.accept.NewTasks.newId;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.anteroom.TestEnvironment;
import io.anteroom.TestSettings;
import io.anteroom.accept.queue.ClientQueues;
import io.anteroom.accept.queue.QueueDepth;
import io.anteroom.accept.queue.QueueLimit;
import io.anteroom.account.ClientsFixture;
import io.anteroom.async.Ticker;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Accepts with the same idempotency key, of a client and an account that nobody works on. */
@QuarkusTest
@QuarkusTestResource(TestEnvironment.class)
class IdempotencyKeysTest {

  @Inject Pool pool;
  @Inject TaskInsert taskInsert;
  @Inject BatchInsert batchInsert;
  @Inject IdempotencyKeys keys;
  @Inject QueueDepth queueDepth;

  private final String client = "client-" + UUID.randomUUID();

  @Test
  void ofManyAcceptsWithOneKeyAllGetTheTaskOfOne() {
    IdempotencyKey key = new IdempotencyKey("k", "same");
    List<AcceptResult> accepted = manyTimes(50, () -> taskInsert.accept(task(key)));
    assertEquals(1, accepted.stream().map(AcceptResult::id).distinct().count());
    assertEquals(1, accepted.stream().filter(AcceptResult::fresh).count());
    assertEquals(1, count("task"));
  }

  @Test
  void ofManyBatchesWithOneKeyAllGetTheOne() {
    IdempotencyKey key = new IdempotencyKey("k", "same");
    List<AcceptResult> accepted = manyTimes(12, () -> batchInsert.accept(batch(key)));
    assertEquals(1, accepted.stream().map(AcceptResult::id).distinct().count());
    assertEquals(1, accepted.stream().filter(AcceptResult::fresh).count());
    assertEquals(1, count("batch"));
    assertEquals(5, count("task"));
    NewBatch other = batch(new IdempotencyKey("k", "other"));
    assertThrows(IdempotencyKeyReusedException.class, () -> await(batchInsert.accept(other)));
    assertEquals(5, count("task"));
  }

  @Test
  void aKeyWithOtherContentIsRefused() {
    await(taskInsert.accept(task(new IdempotencyKey("k", "one"))));
    IdempotencyKey other = new IdempotencyKey("k", "other");
    assertThrows(IdempotencyKeyReusedException.class, () -> await(keys.holder(client, other)));
    NewTask task = task(other);
    assertThrows(IdempotencyKeyReusedException.class, () -> await(taskInsert.accept(task)));
    assertEquals(1, count("task"));
  }

  @Test
  void anExpiredKeyIsForgotten() {
    AcceptResult first = await(taskInsert.accept(task(new IdempotencyKey("k", "one"))));
    await(taskInsert.accept(task(new IdempotencyKey("another", "one"))));
    sql("update idempotency_key set expires_at = now() where client = '%s' and key = 'k'");
    IdempotencyKey again = new IdempotencyKey("k", "other");
    assertTrue(await(keys.holder(client, again)).isEmpty());
    AcceptResult second = await(taskInsert.accept(task(again)));
    assertTrue(second.fresh());
    assertNotEquals(first.id(), second.id());
    assertEquals(2, count("idempotency_key"));
  }

  @Test
  void aKeyIsOfOneClient() {
    IdempotencyKey key = new IdempotencyKey("k", "same");
    AcceptResult accepted = await(taskInsert.accept(task(key)));
    assertEquals(accepted.id(), await(keys.holder(client, key)).orElseThrow().id());
    assertTrue(await(keys.holder("other-" + client, key)).isEmpty());
  }

  @Test
  void whatWasAcceptedBeforeTakesNoCapacityOfTheQueue() {
    IdempotencyKey key = new IdempotencyKey("k", "same");
    QueueLimit limit = limitOfTen();
    sql(
        """
        insert into task (id, client, account, kind, collection_id, request, status, phase,
                          event_no, accepted_at, updated_at)
        select gen_random_uuid(), '%s', '%s', 'text', 'c', '{}', 'INITIALIZING', 'queued', 1,
               now(), now()
        from generate_series(1, 7)
        """);
    assertTrue(await(accept(limit, key)).fresh());
    IntStream.range(0, 20).forEach(i -> assertFalse(await(accept(limit, key)).fresh()));
    assertTrue(await(accept(limit, null)).fresh());
  }

  private QueueLimit limitOfTen() {
    AcceptSettings settings =
        TestSettings.of(AcceptSettings.class, "anteroom.accept.max-queued", "10");
    ClientQueues queues =
        new ClientQueues(ClientsFixture.of(), settings, queueDepth, Ticker.SYSTEM);
    return new QueueLimit(queues, null);
  }

  private Uni<AcceptResult> accept(QueueLimit limit, IdempotencyKey key) {
    NewTask task = task(key);
    return limit.within(client, client, 1, () -> taskInsert.accept(task));
  }

  private NewBatch batch(IdempotencyKey key) {
    List<NewTask> tasks = IntStream.range(0, 5).mapToObj(i -> task(null)).toList();
    return new NewBatch(newId(), client, "ref", null, null, tasks, key, null);
  }

  private NewTask task(IdempotencyKey key) {
    return NewTasks.text(client, client, TaskOptions.NONE, key);
  }

  private static List<AcceptResult> manyTimes(int times, Supplier<Uni<AcceptResult>> accept) {
    return await(
        Uni.join()
            .all(IntStream.range(0, times).mapToObj(i -> accept.get()).toList())
            .andFailFast());
  }

  private int count(String table) {
    return await(
            pool.query("select count(*)::int from %s where client = '%s'".formatted(table, client))
                .execute())
        .iterator()
        .next()
        .getInteger(0);
  }

  private void sql(String statement) {
    await(pool.query(statement.replace("%s", client)).execute());
  }

  private static <T> T await(Uni<T> uni) {
    return uni.await().atMost(Duration.ofSeconds(30));
  }
}
