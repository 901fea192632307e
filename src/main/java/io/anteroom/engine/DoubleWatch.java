package io.anteroom.engine;

import io.anteroom.account.Account;
import io.anteroom.account.AccountDirectory;
import io.anteroom.loop.Loop;
import io.anteroom.quota.Ask;
import io.anteroom.quota.EndpointClass;
import io.anteroom.quota.Ledger;
import io.anteroom.quota.Permit;
import io.anteroom.quota.PlanTable;
import io.anteroom.quota.QuotaSettings;
import io.anteroom.quota.SlotRule;
import io.anteroom.task.LateDoubles;
import io.anteroom.task.WatchedTask;
import io.anteroom.upstream.PaidCalls;
import io.anteroom.upstream.Upstream;
import io.anteroom.upstream.UpstreamAnswer;
import io.anteroom.upstream.UpstreamCall;
import io.anteroom.upstream.UpstreamSettings;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jboss.logging.Logger;

/**
 * Looks for a while after its end for the assets of a task of which more than one submit may have
 * happened: a submit that became visible later than its grace shows then, and nobody looks at the
 * task any more. It takes permits that nobody else needs, half of all are left; only the last look
 * at a task stands in line. Thread-safe.
 */
@Singleton
public class DoubleWatch {

  private static final Logger LOG = Logger.getLogger(DoubleWatch.class);
  private static final Duration LAST_LOOK_WAIT = Duration.ofSeconds(30);
  private static final Duration AFTER_A_MISS = Duration.ofSeconds(10);
  private static final Duration LEAST_PAUSE = Duration.ofSeconds(1);
  private static final int TASKS_AT_ONCE = 40;

  private final LateDoubles watched;
  private final AccountDirectory accounts;
  private final AccountGate gate;
  private final AssetList list;
  private final Ledger ledger;
  private final PlanTable plans;
  private final QuotaSettings quota;
  private final Upstream upstream;
  private final PaidCalls calls;
  private final Doubles doubles;
  private final InDoubtSettings settings;
  private final EngineSettings engine;
  private final Duration callTimeout;
  private final Loop loop;

  /** Only stores its parts. */
  public DoubleWatch(
      LateDoubles watched,
      AccountDirectory accounts,
      AccountGate gate,
      AssetList list,
      Ledger ledger,
      PlanTable plans,
      QuotaSettings quota,
      Upstream upstream,
      UpstreamSettings upstreamSettings,
      PaidCalls calls,
      Doubles doubles,
      InDoubtSettings settings,
      EngineSettings engine,
      Vertx vertx) {
    this.watched = watched;
    this.accounts = accounts;
    this.gate = gate;
    this.list = list;
    this.ledger = ledger;
    this.plans = plans;
    this.quota = quota;
    this.upstream = upstream;
    this.callTimeout = Duration.ofMillis(upstreamSettings.callTimeoutMs());
    this.calls = calls;
    this.doubles = doubles;
    this.settings = settings;
    this.engine = engine;
    this.loop = new Loop("second assets of ended tasks", vertx, this::step);
  }

  /** Begins to look. */
  void start() {
    if (engine.enabled()) {
      loop.wake();
    }
  }

  void stop() {
    loop.stop();
  }

  private Uni<Optional<Duration>> step() {
    Duration pause =
        settings.lookEvery().compareTo(LEAST_PAUSE) > 0 ? settings.lookEvery() : LEAST_PAUSE;
    return watched
        .due()
        .chain(
            names ->
                Multi.createFrom()
                    .iterable(names)
                    .onItem()
                    .transformToUniAndConcatenate(this::look)
                    .onItem()
                    .ignoreAsUni())
        .replaceWith(Optional.of(pause));
  }

  /** An account that is no longer configured cannot be asked: its watch ends by itself. */
  private Uni<Void> look(String name) {
    Optional<Account> account = accounts.named(name).filter(a -> !gate.isShut(a));
    return account.isEmpty()
        ? watched.forget(List.of(), settings.watchEnded())
        : watched
            .claim(name, TASKS_AT_ONCE, settings.lookEvery())
            .chain(tasks -> look(account.get(), tasks));
  }

  private Uni<Void> look(Account account, List<WatchedTask> tasks) {
    List<UUID> last = tasks.stream().filter(this::isOver).map(WatchedTask::id).toList();
    if (tasks.isEmpty() || settings.watchEnded().isZero()) {
      return watched.forget(last, settings.watchEnded());
    }
    List<String> collections = tasks.stream().map(WatchedTask::collectionId).toList();
    List<String> markers = tasks.stream().flatMap(task -> task.markers().stream()).toList();
    UpstreamCall call = list.call(collections, markers);
    return ask(account, call, !last.isEmpty())
        .onFailure()
        .invoke(failure -> LOG.debugf("no look for second assets: %s", failure.getMessage()))
        .onFailure()
        .recoverWithItem(Optional.empty())
        .chain(
            answer ->
                answer.map(a -> read(account, tasks, last, a)).orElseGet(() -> missed(tasks)));
  }

  private Uni<Void> read(
      Account account, List<WatchedTask> tasks, List<UUID> last, UpstreamAnswer answer) {
    Sightings seen = Sightings.of(answer);
    if (answer.isSuccess()) {
      tasks.forEach(task -> doubles.remove(account, task.id(), seen.doubles(task)));
    }
    boolean learned = answer.isSuccess() || AssetList.isMissing(answer);
    return watched.forget(learned ? last : List.of(), settings.watchEnded());
  }

  private Uni<Optional<UpstreamAnswer>> ask(Account account, UpstreamCall call, boolean isLast) {
    if (isLast) {
      return calls.call(account, EndpointClass.DEFAULT, LAST_LOOK_WAIT, call).map(Optional::of);
    }
    int half = SlotRule.of(plans.limit(account.plan(), EndpointClass.DEFAULT), quota).slots() / 2;
    Ask ask = new Ask(account.name(), EndpointClass.DEFAULT, 1, half, callTimeout);
    return ledger
        .take(ask)
        .chain(
            permits ->
                permits.isEmpty()
                    ? Uni.createFrom().item(Optional.<UpstreamAnswer>empty())
                    : send(account, permits.get(0), call));
  }

  private Uni<Optional<UpstreamAnswer>> send(Account account, Permit permit, UpstreamCall call) {
    return upstream.send(account, permit, call).map(Optional::of);
  }

  private Uni<Void> missed(List<WatchedTask> tasks) {
    List<UUID> ids = tasks.stream().map(WatchedTask::id).toList();
    return watched
        .soon(ids, AFTER_A_MISS)
        .chain(() -> watched.forget(List.of(), settings.watchEnded()));
  }

  private boolean isOver(WatchedTask task) {
    return task.sinceEnd().compareTo(settings.watchEnded()) >= 0;
  }
}
