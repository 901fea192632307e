package io.anteroom.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.anteroom.TestEnvironment;
import io.anteroom.callback.CallbackDispatcher;
import io.anteroom.poll.Poller;
import io.anteroom.reconcile.ClockCorrection;
import io.anteroom.reconcile.DuplicateAssetWatch;
import io.anteroom.reconcile.OverdueTasks;
import io.anteroom.reconcile.Reconciler;
import io.anteroom.submit.AccountProbe;
import io.anteroom.submit.BreakerTrials;
import io.anteroom.submit.Submitter;
import io.anteroom.waiting.EventLogWatch;
import io.quarkus.arc.All;
import io.quarkus.arc.ClientProxy;
import io.quarkus.scheduler.Scheduler;
import io.quarkus.scheduler.Trigger;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(TestEnvironment.class)
class BackgroundWorkTest {

  private static final Set<Class<?>> FIRST =
      Set.of(
          DeadReplicaTakeover.class,
          OverdueTasks.class,
          ClockCorrection.class,
          BreakerTrials.class);

  private static final Set<Class<?>> BETWEEN =
      Set.of(
          Submitter.class,
          Poller.class,
          Reconciler.class,
          CallbackDispatcher.class,
          DuplicateAssetWatch.class,
          AccountProbe.class,
          RedisHints.class);

  @Inject @All List<BackgroundWork> work;
  @Inject Scheduler scheduler;

  @Test
  void overdueTasksEndFirstAndTheEventLogIsReadLast() {
    List<Class<?>> classes =
        work.stream().<Class<?>>map(one -> ClientProxy.unwrap(one).getClass()).toList();
    int first = FIRST.size();
    assertEquals(FIRST, Set.copyOf(classes.subList(0, first)));
    assertTrue(classes.subList(first, classes.size() - 1).containsAll(BETWEEN), classes.toString());
    assertEquals(EventLogWatch.class, classes.get(classes.size() - 1));
  }

  @Test
  void theSchedulerDrivesTheTick() {
    assertTrue(
        scheduler.getScheduledJobs().stream()
            .map(Trigger::getMethodDescription)
            .anyMatch((TickLoop.class.getName() + "#schedule")::equals));
  }
}
