package io.anteroom.submit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.anteroom.account.Account;
import io.anteroom.account.Plan;
import io.anteroom.account.Secret;
import io.anteroom.task.TaskKind;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** How long a task waited for its submit, and whether for the quota. */
class SubmitMetricsTest {

  private static final Instant ACCEPT = Instant.ofEpochMilli(0x0192f5a00000L);
  private static final UUID TASK = UUID.fromString("0192f5a0-0000-7000-8000-000000000001");
  private static final SubmitOutcome ACCEPTED = new SubmitOutcome.Accepted("t");

  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  private final MovedClock clock = new MovedClock();
  private final SubmitMetrics metrics = new SubmitMetrics(registry, clock);
  private final SubmitQueue texts = queue(TaskKind.TEXT);

  @Test
  void everyOutcomeHasALabelOfItsOwn() {
    Set<Class<?>> outcomes =
        Arrays.stream(SubmitOutcome.class.getPermittedSubclasses()).collect(Collectors.toSet());
    assertEquals(outcomes, SubmitMetrics.LABELS.keySet());
    assertEquals(outcomes.size(), Set.copyOf(SubmitMetrics.LABELS.values()).size());
    SubmitMetrics.LABELS.values().forEach(label -> assertTrue(label.matches("[a-z_]+"), label));
  }

  @Test
  void aTaskThatMetNoShortageWaitedThoughTheQuotaWasFree() {
    metrics.shortOfPermits(texts);
    clock.now = ACCEPT.plusSeconds(70);
    metrics.submitted(submit(texts), ACCEPTED);
    assertEquals(70, seconds("free"));
  }

  @Test
  void aTaskThatMetAShortageWaitedForTheQuota() {
    clock.now = ACCEPT.plusSeconds(10);
    metrics.shortOfPermits(texts);
    clock.now = ACCEPT.plusSeconds(70);
    metrics.submitted(submit(texts), ACCEPTED);
    assertEquals(70, seconds("short"));
  }

  @Test
  void theShortageOfAnotherKindDoesNotCount() {
    clock.now = ACCEPT.plusSeconds(10);
    metrics.shortOfPermits(queue(TaskKind.UPLOAD));
    metrics.submitted(submit(texts), ACCEPTED);
    assertEquals(10, seconds("free"));
  }

  @Test
  void onlyASubmitThatTheUpstreamAcceptedEndsTheWait() {
    metrics.submitted(submit(texts), new SubmitOutcome.FileLost());
    assertEquals(1, registry.get("anteroom.submits").tag("outcome", "file_lost").counter().count());
    assertTrue(registry.find("anteroom.submit.wait").timers().isEmpty());
  }

  private double seconds(String quota) {
    return registry
        .get("anteroom.submit.wait")
        .tag("quota", quota)
        .timer()
        .totalTime(TimeUnit.SECONDS);
  }

  private static SubmitQueue queue(TaskKind kind) {
    Account account =
        new Account("default", URI.create("https://nowhere.invalid"), new Secret("k"), Plan.FREE);
    return new SubmitQueue(account, kind, List.of(), Duration.ofSeconds(15), null);
  }

  private static PermittedSubmit submit(SubmitQueue queue) {
    MarkedTask task = new MarkedTask(TASK, "shop", 1, queue.kind(), "{}", 2, null, null);
    return new PermittedSubmit(queue, task, null, null);
  }

  /** Begins a minute before the accept. */
  private static final class MovedClock extends Clock {

    private Instant now = ACCEPT.minusSeconds(60);

    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      return this;
    }

    @Override
    public Instant instant() {
      return now;
    }
  }
}
