package io.anteroom.poll;

import static io.anteroom.PostgresFixture.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.anteroom.PostgresFixture;
import io.anteroom.async.sql.ChangeScope;
import io.anteroom.cluster.PollLeases.PollLease;
import io.anteroom.task.CancelRequests;
import io.anteroom.task.Phase;
import io.anteroom.task.RunningTask;
import io.anteroom.task.event.TaskSignal;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** The tasks in memory follow their rows in a real PostgreSQL, whatever happens to hints. */
class RunningTaskUpdatesTest {

  private static final int TASKS = 2_500;

  @AutoClose private final PostgresFixture postgres = PostgresFixture.create();
  private final PolledAccount account = new PolledAccount(postgres);
  private final RunningTaskRows rows = account.rows;
  private final RunningTasks tasks = account.tasks;
  private final RunningTaskUpdates updates = account.updates;

  @Test
  void afterATakeoverAllTasksAreReadAndLaterOnlyWhatChanged() {
    List<UUID> ids = rows.running(TASKS, "alice");
    takeOver();
    assertEquals(TASKS, tasks.size());
    assertEquals(1, account.wakes.get());
    assertTrue(account.readUpTo() != null, "the database is told up to where");
    await(new CancelRequests(postgres.pool()).request(ids.get(0), "alice", ChangeScope.ALONE));
    updates.ticked(new PollLease(rows.account(), false, true));
    pass(Duration.ofSeconds(1));
    read();
    RunningTask first = tasks.candidates(1, account.now()).tasks().get(0);
    assertEquals(ids.get(0), first.id());
    assertEquals(Phase.CANCELLING, first.phase());
    assertEquals(TASKS, tasks.size());
  }

  @Test
  void aTaskThatEndedElsewhereLeavesThoughNoHintCame() {
    UUID ended = rows.running(2, "c").get(0);
    takeOver();
    rows.end(ended);
    updates.news(false);
    pass(Duration.ofSeconds(1));
    read();
    assertEquals(2, tasks.size(), "its row is among the changes no more");
    pass(Duration.ofSeconds(60));
    read();
    assertEquals(1, tasks.size());
  }

  @Test
  void aHintOfAnEndMakesAllTasksBeReadSoon() {
    UUID running = rows.running(1, "c").get(0);
    takeOver();
    updates.ended(new TaskSignal(running, "c", 2, true));
    assertTrue(updates.untilRead().compareTo(Duration.ofSeconds(5)) <= 0);
  }

  @Test
  void aTaskThatWasDroppedInDoubtComesBackWithinSeconds() {
    rows.running(1, "c");
    takeOver();
    RunningTask task = tasks.candidates(1, account.now()).tasks().get(0);
    PollResult note =
        PollResult.of(task, PollResult.State.unchanged(task.status()), PollFinding.NO_RESPONSE)
            .withNote("note");
    tasks.polled(Phase.RUNNING, note, false, account.now());
    assertEquals(0, tasks.size());
    pass(Duration.ofSeconds(4));
    read();
    assertEquals(0, tasks.size());
    assertTrue(updates.untilRead().compareTo(Duration.ofSeconds(1)) <= 0);
    pass(Duration.ofSeconds(1));
    read();
    assertEquals(1, tasks.size());
    assertTrue(updates.untilRead().compareTo(Duration.ofSeconds(50)) > 0);
  }

  @Test
  void aReplicaThatTakesTheLeaseAgainRemembersItsPolls() {
    rows.running(1, "c");
    takeOver();
    RunningTask asked =
        tasks
            .begin(tasks.candidates(1, account.now()).tasks(), account.now(), Duration.ZERO)
            .get(0);
    PollResult told =
        PollResult.of(
            asked,
            new PollResult.State(asked.status(), null, null, null, asked.age()),
            PollFinding.STATUS);
    tasks.polled(Phase.RUNNING, told, false, account.now());
    takeOver();
    RunningTask again = tasks.candidates(1, account.now()).tasks().get(0);
    assertEquals(asked.age(), again.polledAt());
  }

  @Test
  void whatAnotherReplicaPollsIsForgotten() {
    List<UUID> ids = rows.running(3, "c");
    takeOver();
    updates.ticked(null);
    assertEquals(0, tasks.size());
    assertEquals(null, updates.untilRead());
    takeOver();
    assertEquals(3, tasks.size());
    ids.forEach(rows::end);
    updates.ticked(new PollLease(rows.account(), true, false));
    pass(Duration.ofSeconds(1));
    read();
    assertEquals(0, tasks.size(), "no task runs");
  }

  @Test
  void aTaskThatWasReadAfterATickHadAskedIsKept() {
    rows.running(1, "c");
    takeOver();
    updates.ticked(new PollLease(rows.account(), true, false));
    pass(Duration.ofSeconds(1));
    read();
    assertEquals(1, tasks.size());
  }

  @Test
  void aLeaseThatIsMissedByOneTickCostsAReadOfAll() {
    rows.running(2, "c");
    takeOver();
    updates.ticked(null);
    updates.ticked(new PollLease(rows.account(), false, false));
    pass(Duration.ofSeconds(1));
    read();
    assertEquals(2, tasks.size());
  }

  @Test
  void aReadDuringWhichTheLeaseWentIsRepeated() {
    rows.running(2, "c");
    takeOver();
    rows.running(1, "c");
    updates.news(false);
    pass(Duration.ofSeconds(1));
    var read = updates.read();
    updates.ticked(null);
    await(read);
    updates.ticked(new PollLease(rows.account(), false, false));
    pass(Duration.ofSeconds(1));
    read();
    assertEquals(3, tasks.size());
  }

  @Test
  void readsTakeNoMoreThanAQuarterOfTheTime() {
    rows.running(1, "c");
    takeOver();
    updates.news(false);
    assertTrue(updates.untilRead().toNanos() <= 0, "this read took no time by the ticker");
    account.whenRead(() -> pass(Duration.ofMillis(20)));
    read();
    updates.news(false);
    assertEquals(Duration.ofMillis(60), updates.untilRead());
  }

  @Test
  void aReadThatHungIsNotFollowedByALongRest() {
    rows.running(TASKS, "c");
    account.whenRead(() -> pass(Duration.ofSeconds(5)));
    takeOver();
    updates.news(false);
    assertEquals(Duration.ofMillis(300), updates.untilRead());
  }

  private void takeOver() {
    account.takeOver();
  }

  private void read() {
    account.read();
  }

  private void pass(Duration time) {
    account.pass(time);
  }
}
