package io.anteroom.submit;

import io.anteroom.account.Account;
import io.anteroom.account.AccountDirectory;
import io.anteroom.account.Clients;
import io.anteroom.async.ExponentialBackoff;
import io.anteroom.async.Ticker;
import io.anteroom.cluster.BackgroundWork;
import io.anteroom.cluster.ClusterSettings;
import io.anteroom.cluster.DueWork.ToDo;
import io.anteroom.cluster.report.ReportDraft;
import io.anteroom.cluster.report.ReportSource;
import io.anteroom.quota.EndpointClass;
import io.anteroom.quota.QuotaLedger;
import io.anteroom.quota.QuotaSettings;
import io.anteroom.task.Phase;
import io.anteroom.task.TaskChange;
import io.anteroom.task.TaskKind;
import io.anteroom.task.event.TaskChangeListener;
import io.anteroom.upload.Spool;
import io.anteroom.upstream.AccountAvailability;
import io.anteroom.upstream.http.UpstreamSettings;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Submits queued tasks: a lane for each account and kind. Thread-safe. */
@Singleton
public class Submitter implements TaskChangeListener, BackgroundWork, ReportSource {

  /** After how many ticks the lanes check for marks of this replica that nobody sends. */
  private static final int TICKS_TO_RECHECK = 30;

  /** How often it is checked whether the lease of a call is lost. */
  private static final Duration LEASE_CHECK = Duration.ofSeconds(1);

  private final Map<String, Map<TaskKind, SubmitLane>> lanes = new HashMap<>();
  private final boolean enabled;
  private long ticks;

  /** Builds the lanes; nothing is submitted before the first wake. */
  Submitter(
      SubmitClaim claim,
      SubmitMarkRepair repair,
      Submission submission,
      QuotaLedger ledger,
      SubmitMemory memory,
      AccountAvailability availability,
      Spool spool,
      ClusterSettings cluster,
      SubmitSettings settings,
      QuotaSettings quota,
      UpstreamSettings upstream,
      AccountDirectory accounts,
      Clients clients,
      Ticker ticker,
      Vertx vertx) {
    this.enabled = cluster.work();
    SubmitLane.Uses uses =
        new SubmitLane.Uses(
            claim,
            repair,
            submission,
            ledger,
            memory,
            availability,
            spool,
            settings.batchSize(),
            quota.maxInFlight(),
            ticker);
    for (Account account : accounts.all()) {
      Map<TaskKind, SubmitLane> ofAccount = new EnumMap<>(TaskKind.class);
      for (TaskKind kind : TaskKind.values()) {
        SubmitQueue queue =
            new SubmitQueue(
                account,
                kind,
                clients.weightsOf(account.name()),
                callTimeout(kind, upstream),
                new ExponentialBackoff(settings.firstBackoff(), ticker));
        ofAccount.put(kind, new SubmitLane(queue, uses, vertx));
      }
      lanes.put(account.name(), ofAccount);
    }
    vertx.setPeriodic(LEASE_CHECK.toMillis(), timer -> allLanes().forEach(SubmitLane::cancelLost));
  }

  @Override
  public void changed(List<TaskChange> changes) {
    changes.stream()
        .filter(change -> change.phase() == Phase.QUEUED)
        .forEach(change -> queued(change.account(), change.kind()));
  }

  @Override
  public Uni<Void> tick(ToDo todo) {
    if (++ticks % TICKS_TO_RECHECK == 0 && enabled) {
      allLanes().forEach(SubmitLane::recheck);
    }
    todo.queued().forEach(queue -> queued(queue.account(), queue.kind()));
    return Uni.createFrom().voidItem();
  }

  @Override
  public void queued(String account, TaskKind kind) {
    Map<TaskKind, SubmitLane> ofAccount = lanes.get(account);
    if (ofAccount != null && enabled) {
      ofAccount.get(kind).wake();
    }
  }

  /** Whatever delays the next submit of this class does so no longer. */
  void tryNow(String account, EndpointClass endpointClass) {
    Map<TaskKind, SubmitLane> ofAccount = lanes.get(account);
    if (ofAccount != null && enabled) {
      ofAccount.values().stream()
          .filter(lane -> lane.endpointClass() == endpointClass)
          .forEach(SubmitLane::tryNow);
    }
  }

  @Override
  public void pause() {
    allLanes().forEach(SubmitLane::pause);
  }

  @Override
  public void resume() {
    if (enabled) {
      allLanes().forEach(SubmitLane::resume);
    }
  }

  @Override
  public void stop() {
    allLanes().forEach(SubmitLane::stop);
  }

  @Override
  public boolean isBusy() {
    return allLanes().anyMatch(SubmitLane::isBusy);
  }

  @Override
  public void addTo(ReportDraft report) {
    allLanes().forEach(lane -> lane.addTo(report));
  }

  private Stream<SubmitLane> allLanes() {
    return lanes.values().stream().flatMap(ofAccount -> ofAccount.values().stream());
  }

  private static Duration callTimeout(TaskKind kind, UpstreamSettings upstream) {
    return Duration.ofMillis(
        kind == TaskKind.UPLOAD ? upstream.uploadTimeoutMs() : upstream.callTimeoutMs());
  }
}
