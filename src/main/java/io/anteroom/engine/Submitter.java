package io.anteroom.engine;

import io.anteroom.account.Account;
import io.anteroom.account.AccountDirectory;
import io.anteroom.quota.Ledger;
import io.anteroom.quota.Pauses;
import io.anteroom.quota.QuotaSettings;
import io.anteroom.task.Changed;
import io.anteroom.task.LateResults;
import io.anteroom.task.Phase;
import io.anteroom.task.Share;
import io.anteroom.task.Submits;
import io.anteroom.task.TaskKind;
import io.anteroom.task.Turns;
import io.anteroom.upload.Spool;
import io.anteroom.upstream.Upstream;
import io.anteroom.upstream.UpstreamSettings;
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
public class Submitter {

  /** How often it is looked whether the lease of a call is lost. */
  private static final Duration LEASE_WATCH = Duration.ofSeconds(1);

  /** Before a submit that was put off is looked for and sent again, where nothing else is asked. */
  private static final Duration PUT_OFF = Duration.ofSeconds(1);

  final Pool pool;
  final Ledger ledger;
  final Pauses pauses;
  final QuotaSettings quota;
  final Turns turns;
  final Submits submits;
  final LateResults late;
  final Doubles doubles;
  final SubmitCalls calls;
  final Spool spool;
  final Upstream upstream;
  final Replica replica;
  final AccountGate gate;
  final EngineSettings settings;
  final EngineMetrics metrics;
  final RefusalsInBetween refusals;
  final SubmitMemory memory;

  private final UpstreamSettings upstreamSettings;
  private final Announcer announcer;
  private final Poller poller;
  private final Map<String, Map<TaskKind, SubmitLane>> lanes = new HashMap<>();

  /** Builds the lanes; nothing is submitted before the first wake. */
  public Submitter(
      Pool pool,
      Ledger ledger,
      Pauses pauses,
      QuotaSettings quota,
      Turns turns,
      Submits submits,
      LateResults late,
      Doubles doubles,
      SubmitCalls calls,
      Spool spool,
      Upstream upstream,
      UpstreamSettings upstreamSettings,
      Replica replica,
      AccountGate gate,
      EngineSettings settings,
      EngineMetrics metrics,
      RefusalsInBetween refusals,
      SubmitMemory memory,
      Announcer announcer,
      Poller poller,
      AccountDirectory accounts,
      Shares shares,
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
    this.announcer = announcer;
    this.poller = poller;
    vertx.setPeriodic(LEASE_WATCH.toMillis(), timer -> breakOffLost());
    accounts.all().forEach(a -> lanes.put(a.name(), lanesOf(a, shares.of(a.name()), vertx)));
  }

  /** A task of this account and kind is queued. */
  public void wake(String account, TaskKind kind) {
    Map<TaskKind, SubmitLane> ofAccount = lanes.get(account);
    if (ofAccount != null && settings.enabled()) {
      ofAccount.get(kind).wake();
    }
  }

  /** Lets every lane look for marks of this replica that nobody sends. */
  void recheck() {
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
  void stop() {
    lanes.values().forEach(ofAccount -> ofAccount.values().forEach(SubmitLane::stop));
  }

  /** Whether a submit is under way. */
  boolean isBusy() {
    return lanes.values().stream()
        .flatMap(ofAccount -> ofAccount.values().stream())
        .anyMatch(SubmitLane::isBusy);
  }

  /** Tells of a submit's result, and the poller that there is something to look at. */
  void changed(Account account, List<Changed> changes) {
    announcer.announce(changes);
    if (changes.stream().anyMatch(change -> change.phase() != Phase.ENDED)) {
      poller.wake(account.name());
    }
  }

  Duration callTimeout(TaskKind kind) {
    return Duration.ofMillis(
        kind == TaskKind.UPLOAD
            ? upstreamSettings.uploadTimeoutMs()
            : upstreamSettings.callTimeoutMs());
  }

  private Map<TaskKind, SubmitLane> lanesOf(Account account, List<Share> shares, Vertx vertx) {
    Map<TaskKind, SubmitLane> ofAccount = new EnumMap<>(TaskKind.class);
    for (TaskKind kind : TaskKind.values()) {
      ofAccount.put(kind, new SubmitLane(account, kind, shares, this, vertx));
    }
    return ofAccount;
  }
}
