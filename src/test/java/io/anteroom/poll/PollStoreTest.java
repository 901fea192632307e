package io.anteroom.poll;

import static io.anteroom.PostgresFixture.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.anteroom.PostgresFixture;
import io.anteroom.task.PollHistory;
import io.anteroom.task.RunningTask;
import io.anteroom.task.TaskStatus;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** Candidates, claims and results of polls, on a real PostgreSQL. */
class PollStoreTest {

  private static final Duration CLAIM = Duration.ofHours(1);
  private static final Duration AGE = Duration.ofSeconds(20);

  @AutoClose private static final PostgresFixture postgres = PostgresFixture.create();
  private static final PollStore pollStore = new PollStore(postgres.pool());
  private static final PollCandidates candidates = new PollCandidates(postgres.pool());

  private final String account = "a" + UUID.randomUUID();

  @Test
  void concurrentClaimsTakeEachTaskOnce() {
    running(50);
    List<RunningTask> chosen = candidates();
    List<Set<UUID>> claims =
        await(
            Uni.join()
                .all(IntStream.range(0, 10).mapToObj(i -> claim(chosen)).toList())
                .andFailFast());
    Set<UUID> all = new HashSet<>();
    claims.forEach(all::addAll);
    assertEquals(50, all.size());
    assertEquals(50, claims.stream().mapToInt(Set::size).sum());
    assertEquals(List.of(), candidates());
  }

  @Test
  void aTaskThatWasPolledInTheMeantimeIsNotClaimed() {
    running(1);
    List<RunningTask> chosen = candidates();
    await(pollStore.record(List.of(look(chosen.get(0), AGE, Duration.ZERO))));
    assertEquals(Set.of(), await(claim(chosen)));
    RunningTask again = candidates().get(0);
    assertEquals(AGE, again.polledAt());
    assertEquals(Set.of(again.id()), await(claim(List.of(again))));
  }

  @Test
  void aPollWithoutAResultDelaysTheNextPoll() {
    running(1);
    RunningTask task = candidates().get(0);
    await(claim(List.of(task)));
    await(pollStore.record(List.of(look(task, null, CLAIM))));
    assertEquals(List.of(), candidates());
    await(pollStore.record(List.of(look(task, null, Duration.ZERO))));
    assertEquals(Duration.ZERO, candidates().get(0).polledAt());
  }

  @Test
  void aPollOfAnEarlierSubmitIsIgnored() {
    running(1);
    postgres.sql(
        "update task set polled_at = submitted_at - interval '1 minute' where account = '%s'"
            .formatted(account));
    assertEquals(Duration.ZERO, candidates().get(0).polledAt());
    assertEquals(1, await(claim(candidates())).size());
  }

  @Test
  void anOlderPollRecordedLateDoesNotReplaceANewerOne() {
    running(1);
    RunningTask task = candidates().get(0);
    await(pollStore.record(List.of(look(task, AGE, Duration.ZERO))));
    await(pollStore.record(List.of(look(task, AGE.minusSeconds(5), Duration.ZERO))));
    assertEquals(AGE, candidates().get(0).polledAt());
  }

  @Test
  void candidatesIncludeTheTasksOfEveryClient() {
    running(600, "many");
    running(3, "few");
    postgres.sql("update task set next_poll_at = now() + interval '1 minute' where client = 'few'");
    List<RunningTask> chosen = await(candidates.of(account, 400));
    assertEquals(400, chosen.size());
    assertEquals(3, chosen.stream().filter(task -> task.client().equals("few")).count());
    assertTrue(chosen.subList(0, 6).stream().filter(t -> t.client().equals("few")).count() == 3);
  }

  @Test
  void candidatesOfManyClientsAreLimitedAndIncludeEachClient() {
    for (int i = 0; i < 60; i++) {
      running(20, "c" + i);
    }
    List<RunningTask> chosen = await(candidates.of(account, 120));
    assertEquals(120, chosen.size());
    assertEquals(60, chosen.stream().map(RunningTask::client).distinct().count());
  }

  @Test
  void fieldsMissingFromAPollKeepTheirLastValue() {
    running(1);
    RunningTask task = candidates().get(0);
    assertEquals(PollHistory.NONE, task.history());
    record(task, PollFinding.NOT_FOUND, null);
    record(task, PollFinding.NO_RESPONSE, null);
    record(task, PollFinding.NOT_POLLED, null);
    record(task, PollFinding.NOT_FOUND, "note");
    postgres.sql(
        """
        update task set unanswered_since = now() - interval '20 s', not_found_since = now() - interval '10 s'
        where account = '%s'
        """
            .formatted(account));
    PollHistory history = candidates().get(0).history();
    assertTrue(history.unansweredFor().compareTo(AGE) >= 0, history.toString());
    assertTrue(history.notFoundFor().compareTo(AGE.dividedBy(2)) >= 0, history.toString());
    assertTrue(history.notFoundFor().compareTo(AGE) < 0, history.toString());
    assertEquals(2, history.notFoundPolls());
    assertEquals("note", history.note());
    record(task, PollFinding.UNKNOWN_STATUS, null);
    assertEquals("note", candidates().get(0).history().note());
    record(task, PollFinding.STATUS, null);
    assertEquals(PollHistory.NONE, candidates().get(0).history());
  }

  @Test
  void aNoteIsAnEventWhenItChangesAndNotWithEachPoll() {
    running(1);
    RunningTask task = candidates().get(0);
    assertEquals(1, record(task, PollFinding.UNKNOWN_STATUS, "note"));
    assertEquals(0, record(task, PollFinding.UNKNOWN_STATUS, "note"));
    assertEquals(0, record(task, PollFinding.NO_RESPONSE, null));
    assertEquals(1, record(task, PollFinding.STATUS, null));
    assertEquals(0, record(task, PollFinding.STATUS, null));
  }

  @Test
  void candidatesAreReadByTheIndexOfRunningTasks() {
    running(200);
    postgres.sql(
        """
        insert into task (id, client, account, kind, collection_id, request, status, phase,
                          event_no, accepted_at, updated_at)
        select gen_random_uuid(), 'c', '%s', 'text', 'c', '{}', 'DONE', 'ended', 1, now(), now()
        from generate_series(1, 20000)
        """
            .formatted(account));
    postgres.sql("analyze task");
    StringBuilder plan = new StringBuilder();
    postgres
        .sql(
            """
            explain select * from task where account = '%s' and phase in ('running', 'cancelling')
            and (not_before is null or not_before <= now()) order by next_poll_at limit 100
            """
                .formatted(account))
        .forEach(row -> plan.append(row.getString(0)).append('\n'));
    assertTrue(plan.toString().contains("task_poll_due"), plan.toString());
  }

  private void running(int count) {
    running(count, "c");
  }

  private int record(RunningTask task, PollFinding pollFinding, String note) {
    PollResult pollResult =
        new PollResult(
            task.id(),
            task.attempt(),
            new PollResult.State(
                TaskStatus.INITIALIZING,
                null,
                null,
                null,
                pollFinding == PollFinding.STATUS ? AGE : null),
            false,
            Duration.ZERO,
            Duration.ZERO,
            pollFinding,
            note);
    return await(pollStore.record(List.of(pollResult))).size();
  }

  private void running(int count, String client) {
    postgres.sql(
        """
        insert into task (id, client, account, kind, collection_id, request, status, phase,
                          attempt, upstream_task_id, event_no, accepted_at, submitted_at,
                          next_poll_at, updated_at)
        select gen_random_uuid(), '%s', '%s', 'text', 'c', '{}', 'INITIALIZING', 'running',
               1, 'u' || n, 1, now(), now() - interval '30 s', now(), now()
        from generate_series(1, %d) n
        """
            .formatted(client, account, count));
  }

  private List<RunningTask> candidates() {
    return await(candidates.of(account, 1000));
  }

  private static Uni<Set<UUID>> claim(List<RunningTask> tasks) {
    return postgres.pool().withTransaction(c -> candidates.claim(c, tasks, CLAIM));
  }

  private static PollResult look(RunningTask task, Duration polledAt, Duration pause) {
    return new PollResult(
        task.id(),
        task.attempt(),
        new PollResult.State(TaskStatus.INITIALIZING, null, null, null, polledAt),
        false,
        pause,
        Duration.ZERO,
        polledAt == null ? PollFinding.NO_RESPONSE : PollFinding.STATUS,
        null);
  }
}
