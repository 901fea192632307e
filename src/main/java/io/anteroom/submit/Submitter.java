package io.anteroom.submit;

import io.anteroom.account.Account;
import io.anteroom.account.AccountDirectory;
import io.anteroom.account.ClientWeight;
import io.anteroom.account.Clients;
import io.anteroom.cluster.BackgroundWork;
import io.anteroom.cluster.ClusterSettings;
import io.anteroom.cluster.DueWork.ToDo;
import io.anteroom.cluster.Replica;
import io.anteroom.quota.QuotaLedger;
import io.anteroom.quota.QuotaSettings;
import io.anteroom.quota.RateLimitBackoff;
import io.anteroom.task.Phase;
import io.anteroom.task.TaskChange;
import io.anteroom.task.TaskKind;
import io.anteroom.task.event.TaskChangeAnnouncer;
import io.anteroom.task.event.TaskChangeListener;
import io.anteroom.upload.Spool;
import io.anteroom.upstream.AccountAvailability;
import io.anteroom.upstream.DuplicateAssets;
import io.anteroom.upstream.UpstreamClient;
import io.anteroom.upstream.http.UpstreamSettings;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Submits queued tasks: a lane for each account and kind. Thread-safe. */
@Singleton
public class Submitter implements TaskChangeListener, BackgroundWork {

  /** After how many ticks the lanes look for marks of this replica that nobody sends. */
  private static final int TICKS_TO_RECHECK = 30;

  /** How often it is looked whether the lease of a call is lost. */
  private static final Duration LEASE_WATCH = Duration.ofSeconds(1);

  /** Before a submit that was put off is looked for and sent again, where nothing else is asked. */
  private static final Duration PUT_OFF = Duration.ofSeconds(1);

  final Pool pool;
  final QuotaLedger ledger;
  final RateLimitBackoff pauses;
  final QuotaSettings quota;
  final FairQueue turns;
  final SubmitStore submits;
  final LateResultStore late;
  final DuplicateAssets doubles;
  final SubmitCallBuilder calls;
  final Spool spool;
  final UpstreamClient upstream;
  final Replica replica;
  final AccountAvailability gate;
  final ClusterSettings settings;
  final SubmitMetrics metrics;
  final IntermediaryRefusals refusals;
  final SubmitMemory memory;
  final TaskChangeAnnouncer taskChangeAnnouncer;

  private final UpstreamSettings upstreamSettings;
  private final Map<String, Map<TaskKind, SubmitLane>> lanes = new HashMap<>();
  private long ticks;

  /** Builds the lanes; nothing is submitted before the first wake. */
  public Submitter(
      Pool pool,
      QuotaLedger ledger,
      RateLimitBackoff pauses,
      QuotaSettings quota,
      FairQueue turns,
      SubmitStore submits,
      LateResultStore late,
      DuplicateAssets doubles,
      SubmitCallBuilder calls,
      Spool spool,
      UpstreamClient upstream,
      UpstreamSettings upstreamSettings,
      Replica replica,
      AccountAvailability gate,
      ClusterSettings settings,
      SubmitMetrics metrics,
      IntermediaryRefusals refusals,
      SubmitMemory memory,
      TaskChangeAnnouncer taskChangeAnnouncer,
      AccountDirectory accounts,
      Clients clients,
      Vertx vertx) {
    this.pool = pool;
    this.ledger = ledger;
    this.pauses = pauses;
    this.quota = quota;
    this.turns = turns;
    this.submits = submits;
    this.late = late;
    this.doubles = doubles;
    this.calls = calls;
    this.spool = spool;
    this.upstream = upstream;
    this.upstreamSettings = upstreamSettings;
    this.replica = replica;
    this.gate = gate;
    this.settings = settings;
    this.metrics = metrics;
    this.refusals = refusals;
    this.memory = memory;
    this.taskChangeAnnouncer = taskChangeAnnouncer;
    vertx.setPeriodic(LEASE_WATCH.toMillis(), timer -> breakOffLost());
    accounts
        .all()
        .forEach(a -> lanes.put(a.name(), lanesOf(a, clients.weightsOf(a.name()), vertx)));
  }

  @Override
  public void changed(List<TaskChange> changes) {
    changes.stream()
        .filter(change -> change.phase() == Phase.QUEUED)
        .forEach(change -> queued(change.account(), change.kind()));
  }

  @Override
  public Uni<Void> tick(ToDo todo) {
    if (++ticks % TICKS_TO_RECHECK == 0) {
      recheck();
    }
    todo.queued().forEach(queue -> queued(queue.account(), queue.kind()));
    return Uni.createFrom().voidItem();
  }

  @Override
  public void queued(String account, TaskKind kind) {
    Map<TaskKind, SubmitLane> ofAccount = lanes.get(account);
    if (ofAccount != null && settings.enabled()) {
      ofAccount.get(kind).wake();
    }
  }

  /** Lets every lane look for marks of this replica that nobody sends. */
  private void recheck() {
    if (settings.enabled()) {
      lanes.values().forEach(ofAccount -> ofAccount.values().forEach(SubmitLane::recheck));
    }
  }

  private void breakOffLost() {
    lanes.values().forEach(ofAccount -> ofAccount.values().forEach(SubmitLane::breakOffLost));
  }

  /** How long a submit is put off that the upstream did not take. */
  Duration pause(Optional<Duration> asked) {
    Duration pause = asked.filter(a -> a.compareTo(PUT_OFF) > 0).orElse(PUT_OFF);
    return pause.compareTo(quota.maxPause()) < 0 ? pause : quota.maxPause();
  }

  /** Submits no further task. */
  @Override
  public void stop() {
    lanes.values().forEach(ofAccount -> ofAccount.values().forEach(SubmitLane::stop));
  }

  /** Whether a submit is under way. */
  @Override
  public boolean isBusy() {
    return lanes.values().stream()
        .flatMap(ofAccount -> ofAccount.values().stream())
        .anyMatch(SubmitLane::isBusy);
  }

  Duration callTimeout(TaskKind kind) {
    return Duration.ofMillis(
        kind == TaskKind.UPLOAD
            ? upstreamSettings.uploadTimeoutMs()
            : upstreamSettings.callTimeoutMs());
  }

  private Map<TaskKind, SubmitLane> lanesOf(
      Account account, List<ClientWeight> shares, Vertx vertx) {
    Map<TaskKind, SubmitLane> ofAccount = new EnumMap<>(TaskKind.class);
    for (TaskKind kind : TaskKind.values()) {
      ofAccount.put(kind, new SubmitLane(account, kind, shares, this, vertx));
    }
    return ofAccount;
  }
}
