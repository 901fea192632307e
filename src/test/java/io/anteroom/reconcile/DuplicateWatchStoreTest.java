package io.anteroom.reconcile;

import static io.anteroom.PostgresFixture.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.anteroom.accept.TaskOptions;
import io.anteroom.poll.PollFinding;
import io.anteroom.poll.PollResult;
import io.anteroom.poll.PollStore;
import io.anteroom.task.Phase;
import io.anteroom.task.TaskFixture;
import io.anteroom.task.TaskStatus;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** Which ended tasks are watched and how often, and which tasks prove a list. */
class DuplicateWatchStoreTest {

  private static final Duration WATCH = Duration.ofMinutes(15);

  @AutoClose private final TaskFixture store = TaskFixture.create();
  private final DuplicateWatchStore duplicateWatchStore = new DuplicateWatchStore(store.pool());

  @Test
  void onlyTasksWithSeveralPossibleSubmitsAreWatched() {
    done(running());
    UUID found = running();
    store.set(found, "in_doubt_attempts = '{1}'");
    done(found);
    assertEquals(List.of(), due());
    UUID twice = running();
    store.set(twice, "attempt = 2, in_doubt_attempts = '{1}'");
    done(twice);
    assertEquals(List.of("default"), due());
    WatchedTask watched = claim().get(0);
    assertEquals(twice, watched.id());
    assertEquals(List.of(twice + ".1", twice + ".2"), watched.markers());
    assertEquals("u-" + twice, watched.upstreamTaskId());
  }

  @Test
  void checksBecomeRarerAndEndWithTheWatch() {
    UUID id = running();
    store.set(id, "attempt = 2, in_doubt_attempts = '{1}'");
    done(id);
    claim();
    assertEquals(List.of(), due(), "just checked");
    assertEquals(5, secondsToNextLook());
    since("10 minutes");
    assertEquals(1, claim().size());
    assertEquals(300, secondsToNextLook());
    await(duplicateWatchStore.forget(List.of(), WATCH));
    since("29 minutes");
    await(duplicateWatchStore.forget(List.of(), WATCH));
    assertEquals(1, rows(), "an upstream that is down has as long again");
    since("31 minutes");
    await(duplicateWatchStore.forget(List.of(), WATCH));
    assertEquals(0, rows());
  }

  @Test
  void theWatchEndsWithTheTask() {
    UUID id = running();
    store.set(id, "attempt = 2, in_doubt_attempts = '{1}'");
    done(id);
    store.clear();
    assertEquals(List.of(), claim());
    await(duplicateWatchStore.forget(List.of(), WATCH));
    assertEquals(0, rows());
  }

  @Test
  void controlsAreTheNewestOfEachCollectionAndAFewOfTheAccount() {
    ControlTaskStore known = new ControlTaskStore(store.pool());
    assertEquals(List.of(), await(known.find("default", List.of("c"), 50, List.of())));
    for (int i = 0; i < 9; i++) {
      UUID id = running();
      store.set(id, "collection_id = 'other', submitted_at = now() - interval '" + i + " s'");
    }
    UUID shown = running();
    store.set(shown, "submitted_at = now() - interval '1 h'");
    UUID alone = running();
    store.set(alone, "poll_one_by_one = true");
    UUID ended = running();
    done(ended);
    UUID failed = running();
    store.set(failed, "phase = 'ended', status = 'FAILED', ended_at = now()");
    List<ControlTask> found = await(known.find("default", List.of("c"), 50, List.of()));
    List<String> markers = found.stream().flatMap(task -> task.markers().stream()).toList();
    assertTrue(markers.containsAll(List.of(shown + ".1", alone + ".1", ended + ".1")), "" + found);
    assertEquals(5, found.size(), "two of the account: " + found);
    assertEquals(List.of(), await(known.find("another", List.of("c"), 50, List.of())));
    List<ControlTask> others = await(known.find("default", List.of("c"), 50, List.of("c")));
    assertEquals(
        List.of("other", "other"), others.stream().map(ControlTask::collectionId).toList());
  }

  private UUID running() {
    UUID id = store.accept(TaskOptions.NONE);
    store.record(store.mark(), Phase.RUNNING);
    return id;
  }

  private void done(UUID id) {
    int attempt = store.number(id, "attempt");
    PollResult pollResult =
        new PollResult(
            id,
            attempt,
            new PollResult.State(TaskStatus.DONE, "DONE", "a-" + id, null, Duration.ZERO),
            false,
            Duration.ZERO,
            Duration.ZERO,
            PollFinding.STATUS,
            null);
    assertEquals(1, await(new PollStore(store.pool()).record(List.of(pollResult))).size());
  }

  private List<String> due() {
    return await(duplicateWatchStore.due());
  }

  private List<WatchedTask> claim() {
    return await(duplicateWatchStore.claim("default", 40, Duration.ofSeconds(5)));
  }

  private void since(String ago) {
    await(
        store
            .pool()
            .query(
                "update duplicate_watch set since = now() - interval '"
                    + ago
                    + "', check_at = now()")
            .execute());
  }

  private int secondsToNextLook() {
    return number("select extract(epoch from check_at - now())::int from duplicate_watch");
  }

  private int rows() {
    return number("select count(*)::int from duplicate_watch");
  }

  private int number(String query) {
    return await(store.pool().query(query).execute()).iterator().next().getInteger(0);
  }
}
