package io.anteroom.cluster.report;

import static io.anteroom.PostgresFixture.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.anteroom.PostgresFixture;
import io.anteroom.TestSettings;
import io.anteroom.async.ManualTicker;
import io.anteroom.async.Ticker;
import io.anteroom.cluster.ClusterSettings;
import io.anteroom.cluster.ReplicaLeases;
import io.anteroom.cluster.report.ReplicaReport.Breaker;
import io.anteroom.cluster.report.ReplicaReport.Delay;
import io.anteroom.cluster.report.ReplicaReport.Storage;
import io.anteroom.cluster.report.ReplicaReport.Waiting;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** What a replica writes into its row, every other one reads. */
class ReplicaReportsTest {

  private static final Duration LEASE = Duration.ofMinutes(1);

  private static final ObjectMapper JSON = new ObjectMapper();

  @AutoClose private final PostgresFixture postgres = PostgresFixture.create();

  private final ReplicaLeases leases = new ReplicaLeases(postgres.pool());
  private final ManualTicker ticker = new ManualTicker();

  @Test
  void aReportIsReadAsItWasWritten() {
    UUID id = enter();
    ReportSource one =
        draft -> {
          draft.submits(3);
          draft.refused("default", Duration.ofSeconds(7));
          draft.breaker("default", "index.text", false, Duration.ofSeconds(2));
          draft.waiting("alice", 2, 0);
        };
    ReportSource other =
        draft -> {
          draft.polls(1);
          draft.deliveries(4);
          draft.backoff("default", "index.url", Duration.ofMillis(250));
          draft.waiting("alice", 0, 1);
          draft.spoolTrouble("away");
          draft.storage("disk", 700, 1000, 100);
        };
    OwnReport own = own(List.of(one, other), "true");
    ticker.pass(Duration.ofSeconds(90));
    report(id, own.write());
    ReportedReplica replica = only();
    assertEquals(id, replica.id());
    assertTrue(replica.alive());
    assertTrue(replica.works());
    assertFalse(replica.draining());
    assertEquals(
        new ReplicaReport(
            "1.2.3",
            System.getenv("HOSTNAME"),
            90,
            true,
            3,
            1,
            4,
            List.of(new Delay("default", null, 7000)),
            List.of(new Breaker("default", "index.text", false, 2000)),
            List.of(new Delay("default", "index.url", 250)),
            List.of(new Waiting("alice", 2, 1)),
            "away",
            new Storage("disk", 700, 1000, 100)),
        replica.report());
    assertEquals(replica.reportedAt().plusSeconds(7), replica.after(7000));
  }

  @Test
  void aReplicaThatDrainsOrOnlyAnswersDoesNotWork() {
    UUID id = enter();
    report(id, own(List.of(), "false").write());
    assertFalse(only().works());
    report(id, own(List.of(), "true").write());
    assertTrue(only().works());
    await(leases.drain(id));
    assertTrue(only().draining());
    assertFalse(only().works());
    await(leases.leave(id));
    assertFalse(only().alive());
  }

  @Test
  void whatAnotherVersionWroteIsReadAsFarAsItCanBe() {
    UUID id = enter();
    assertNull(only().report(), "before its first tick");
    report(id, "{\"version\": \"9\", \"works\": true, \"invented\": {\"since\": 9}}");
    assertTrue(only().works());
    assertEquals(List.of(), only().report().breakers());
    report(id, "{\"breakers\": \"many\"}");
    assertNull(only().report());
    assertFalse(only().works());
  }

  @Test
  void aReplicaThatIsLongGoneIsNotShown() {
    UUID id = enter();
    postgres.sql("update replica set lease_until = now() - interval '11 minutes'");
    assertEquals(List.of(), await(reports().all()));
    postgres.sql("update replica set lease_until = now() - interval '9 minutes'");
    assertEquals(id, only().id());
    assertFalse(only().alive());
  }

  @Test
  void aReportThatCannotBeWrittenIsNone() {
    assertNull(
        own(
                List.of(
                    draft -> {
                      throw new IllegalStateException("a mistake");
                    }),
                "true")
            .write());
  }

  @Test
  void ofManyThatWaitThoseWithMostAreReported() throws Exception {
    ReportSource many =
        draft -> IntStream.range(0, 1000).forEach(i -> draft.waiting("client-" + i, i, 0));
    ReplicaReport report = JSON.readValue(own(List.of(many), "true").write(), ReplicaReport.class);
    assertEquals(ReportDraft.MAX_WAITING, report.waiting().size());
    assertEquals(new Waiting("client-999", 999, 0), report.waiting().get(0));
  }

  private UUID enter() {
    UUID id = UUID.randomUUID();
    await(leases.enter(id, LEASE));
    return id;
  }

  private void report(UUID id, String json) {
    postgres.sql(
        "update replica set report = '%s', reported_at = now() where id = '%s'"
            .formatted(json, id));
  }

  private ReportedReplica only() {
    List<ReportedReplica> all = await(reports().all());
    assertEquals(1, all.size());
    return all.get(0);
  }

  private ReplicaReports reports() {
    return new ReplicaReports(postgres.pool(), JSON, Ticker.SYSTEM);
  }

  private OwnReport own(List<ReportSource> sources, String works) {
    return new OwnReport(
        sources,
        TestSettings.of(ClusterSettings.class, "anteroom.cluster.work", works),
        JSON,
        ticker,
        "1.2.3");
  }
}
