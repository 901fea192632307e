package io.anteroom.metrics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.anteroom.PostgresFixture;
import io.anteroom.metrics.ClusterState.Subject;
import io.smallrye.mutiny.Uni;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** The state of the cluster on a real PostgreSQL, and how often it is read. */
class ClusterStateCacheTest {

  private static final Duration REFRESH = Duration.ofSeconds(10);

  @AutoClose private final PostgresFixture postgres = PostgresFixture.create();
  private final AtomicInteger reads = new AtomicInteger();
  private long now = 1_000_000_000_000L;
  private boolean away;
  private Duration takes = Duration.ZERO;
  private final ClusterStateCache cache = new ClusterStateCache(this::read, REFRESH, () -> now);

  @Test
  void scrapesWithinTheTimeShareOneStatement() {
    scrape();
    scrape();
    pass(REFRESH.minusMillis(1));
    scrape();
    assertEquals(1, reads.get());
    pass(Duration.ofMillis(1));
    scrape();
    assertEquals(2, reads.get());
  }

  @Test
  void withoutAScrapeNothingIsKnown() {
    assertEquals(Optional.empty(), cache.last());
    assertEquals(Optional.empty(), cache.age());
    assertEquals(0, reads.get());
  }

  @Test
  void whatCannotBeReadForTooLongIsNotShown() {
    scrape();
    away = true;
    pass(Duration.ofSeconds(70));
    scrape();
    assertTrue(cache.last().isPresent());
    pass(Duration.ofSeconds(1));
    scrape();
    assertEquals(Optional.empty(), cache.last());
    assertEquals(Optional.of(Duration.ofSeconds(71)), cache.age());
    assertEquals(Optional.of(Duration.ofSeconds(61)), cache.overdue());
    away = false;
    scrape();
    assertTrue(cache.last().isPresent());
    assertEquals(Optional.of(Duration.ZERO), cache.overdue());
  }

  /** It is made once in twenty times its length: what it found is shown until then. */
  @Test
  void aReadThatTakesLongIsNoSilence() {
    takes = Duration.ofSeconds(6);
    scrape();
    for (int i = 0; i < 12; i++) {
      pass(REFRESH);
      assertTrue(cache.last().isPresent(), i + "");
      assertEquals(Optional.of(Duration.ZERO), cache.overdue(), i + "");
      scrape();
    }
    assertEquals(2, reads.get());
  }

  @Test
  void tasksQuotaAndCallbacksAreCounted() {
    task("queued", 300);
    task("queued", 100);
    task("running", 50);
    task("cancelling", 50);
    task("ended", 5000);
    postgres.sql(
        "insert into quota_class (account, class, slots, hold)"
            + " values ('default', 'index.text', 4, '1 minute')");
    postgres.sql(
        "insert into quota_slot (account, class, n, free_at) select 'default', 'index.text', n,"
            + " case when n in (1, 2) then now() + interval '1 minute' else '-infinity' end"
            + " from generate_series(0, 5) n");
    callback("pending", 90);
    callback("pending", 20);
    callback("delivered", 9000);
    scrape();
    ClusterState state = cache.last().orElseThrow();
    assertEquals(2, state.of(Subject.TASKS, "default", "queued"));
    assertEquals(1, state.of(Subject.TASKS, "default", "running"));
    assertEquals(1, state.of(Subject.TASKS, "default", "cancelling"));
    assertEquals(0, state.of(Subject.TASKS, "default", "in_doubt"));
    assertEquals(300, state.of(Subject.OLDEST_QUEUED, "default", ""), 30);
    assertEquals(2, state.of(Subject.QUOTA_USED, "default", "index.text"));
    assertEquals(4, state.of(Subject.QUOTA_BELIEVED, "default", "index.text"));
    assertEquals(2, state.of(Subject.CALLBACKS, "", ""));
    assertEquals(90, state.of(Subject.OLDEST_CALLBACK, "", ""), 30);
  }

  @Test
  void anEmptyDatabaseHasZeros() {
    scrape();
    ClusterState state = cache.last().orElseThrow();
    assertEquals(0, state.of(Subject.OLDEST_QUEUED, "default", ""));
    assertEquals(0, state.of(Subject.OLDEST_CALLBACK, "", ""));
  }

  private Uni<ClusterState> read() {
    reads.incrementAndGet();
    pass(takes);
    return away
        ? Uni.createFrom().failure(new IOException("away"))
        : new ClusterStateReader(postgres.pool()).read();
  }

  private void scrape() {
    PostgresFixture.await(cache.refresh());
  }

  private void pass(Duration time) {
    now += time.toNanos();
  }

  private void task(String phase, int secondsAgo) {
    postgres.sql(
        """
        insert into task (id, client, account, kind, collection_id, request, accepted_at, phase,
                          status, event_no, updated_at)
        values (uuidv7(- interval '%2$d s'), 'alice', 'default', 'text', 'c', '{}',
                now() - interval '%2$d s', '%1$s', 'PROCESSING', 1, now())
        """
            .formatted(phase, secondsAgo));
  }

  private void callback(String state, int secondsAgo) {
    postgres.sql(
        """
        insert into callback (id, client, type, url, endpoint, state, delivery_started_at)
        values (uuidv7(), 'alice', 'task.done', 'https://a.example/h', 'https://a.example', '%s',
                now() - interval '%d s')
        """
            .formatted(state, secondsAgo));
  }
}
