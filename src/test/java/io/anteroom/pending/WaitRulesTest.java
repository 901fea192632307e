package io.anteroom.pending;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.anteroom.TestSettings;
import io.anteroom.account.ClientsFixture;
import io.anteroom.cluster.report.ReplicaReport;
import io.anteroom.cluster.report.ReplicaReport.Delay;
import io.anteroom.cluster.report.ReportedReplica;
import io.anteroom.quota.EndpointClass;
import io.anteroom.quota.QuotaReport.ClassReport;
import io.anteroom.quota.QuotaSettings;
import io.anteroom.reconcile.InDoubtGrace;
import io.anteroom.reconcile.InDoubtSettings;
import io.anteroom.task.InDoubtReason;
import io.anteroom.task.Phase;
import io.anteroom.task.Task;
import io.anteroom.task.TaskKind;
import io.anteroom.upstream.http.UpstreamSettings;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What a task waits for by itself, where nothing keeps its account from calls. */
class WaitRulesTest {

  private static final Instant NOW = Instant.parse("2024-12-01T10:00:00Z");
  private static final EndpointClass TEXT = EndpointClass.INDEX_TEXT;
  private static final EndpointClass DEFAULT = EndpointClass.DEFAULT;

  private final WaitRules rules =
      new WaitRules(
          ClientsFixture.of(),
          null,
          null,
          new InDoubtGrace(
              TestSettings.of(InDoubtSettings.class),
              TestSettings.of(UpstreamSettings.class),
              TestSettings.of(QuotaSettings.class),
              Clock.fixed(NOW, ZoneOffset.UTC)));

  @Test
  void aQueuedTaskWaitsForTheNextPermit() {
    assertEquals(
        new PendingState(PendingReason.PERMIT, TEXT, NOW.plusSeconds(7)),
        rules.wait(task(TaskKind.TEXT, Phase.QUEUED), standing(null, 7)));
    assertNull(rules.wait(task(TaskKind.TEXT, Phase.QUEUED), standing(null, 0)).until());
  }

  @Test
  void aTaskThatIsLeftAloneWaitsUntilThen() {
    Task task = task(TaskKind.TEXT, Phase.QUEUED);
    task.notBefore = NOW.plusSeconds(90);
    assertEquals(
        new PendingState(PendingReason.BACKOFF, TEXT, task.notBefore),
        rules.wait(task, standing(null, 7)));
    task.notBefore = NOW.minusSeconds(1);
    assertEquals(PendingReason.PERMIT, rules.wait(task, standing(null, 7)).reason());
  }

  @Test
  void allSubmitsThatAreDelayedWaitUntilThen() {
    Task task = task(TaskKind.TEXT, Phase.QUEUED);
    Delay delay = new Delay("a", TEXT.label(), 400);
    assertEquals(
        new PendingState(PendingReason.BACKOFF, TEXT, NOW.plusMillis(400)),
        rules.wait(task, standing(null, 7, delay)));
  }

  @Test
  void onlyAnUploadWaitsForTheSpool() {
    AccountStanding away = standing("not mounted", 7);
    assertEquals(
        new PendingState(PendingReason.SPOOL, EndpointClass.INDEX_UPLOAD, null),
        rules.wait(task(TaskKind.UPLOAD, Phase.QUEUED), away));
    assertEquals(
        PendingReason.PERMIT, rules.wait(task(TaskKind.TEXT, Phase.QUEUED), away).reason());
  }

  @Test
  void aTaskThatIsBeingSubmittedWaitsForTheUpstream() {
    assertEquals(
        new PendingState(PendingReason.UPSTREAM, TEXT, null),
        rules.wait(task(TaskKind.TEXT, Phase.SUBMITTING), standing(null, 7)));
  }

  @Test
  void aTaskInDoubtWaitsForItsNextCheckAndIsSettledAfterTheGrace() {
    Task task = task(TaskKind.TEXT, Phase.IN_DOUBT);
    task.doubt = InDoubtReason.FAILED;
    task.inDoubtSince = NOW.minusSeconds(5);
    task.nextCheckAt = NOW.plusSeconds(3);
    assertEquals(
        new PendingState(PendingReason.IN_DOUBT, DEFAULT, task.nextCheckAt)
            .expected(Duration.ofSeconds(10)),
        rules.wait(task, standing(null, 7)));
  }

  /** By what is not known here nothing is said. */
  private static Task task(TaskKind kind, Phase phase) {
    Task task = new Task();
    task.id = UUID.randomUUID();
    task.client = "alice";
    task.account = "a";
    task.kind = kind;
    task.phase = phase;
    return task;
  }

  private static AccountStanding standing(String spool, int nextPermit, Delay... backoffs) {
    ReplicaReport report =
        new ReplicaReport(
            "1",
            null,
            1,
            true,
            0,
            0,
            0,
            List.of(),
            List.of(),
            List.of(backoffs),
            List.of(),
            spool,
            null);
    ReportedReplica replica =
        new ReportedReplica(
            UUID.randomUUID(), NOW.plusSeconds(10), true, false, List.of(), NOW, report);
    ClassReport quota =
        new ClassReport(
            TEXT,
            10,
            10,
            Optional.empty(),
            Optional.empty(),
            Duration.ofSeconds(nextPermit),
            Optional.empty(),
            Duration.ZERO,
            Duration.ofMinutes(1),
            Optional.empty());
    return new AccountStanding(
        "a", true, false, List.of(quota), Optional.of(List.of(replica)), Optional.empty(), NOW);
  }
}
