package io.anteroom.reconcile;

import io.anteroom.account.Account;
import io.anteroom.account.AccountDirectory;
import io.anteroom.async.Loop;
import io.anteroom.cluster.BackgroundWork;
import io.anteroom.cluster.ClusterSettings;
import io.anteroom.quota.ClassSlots;
import io.anteroom.quota.EndpointClass;
import io.anteroom.quota.Permit;
import io.anteroom.quota.PermitRequest;
import io.anteroom.quota.PlanLimits;
import io.anteroom.quota.QuotaLedger;
import io.anteroom.quota.QuotaSettings;
import io.anteroom.upstream.AccountAvailability;
import io.anteroom.upstream.DuplicateAssets;
import io.anteroom.upstream.RetryingCalls;
import io.anteroom.upstream.UpstreamClient;
import io.anteroom.upstream.http.ResponseTooLargeException;
import io.anteroom.upstream.http.UpstreamCall;
import io.anteroom.upstream.http.UpstreamSettings;
import io.anteroom.upstream.json.UpstreamResponse;
import io.anteroom.upstream.list.AssetListCall;
import io.anteroom.upstream.list.ListedAssets;
import io.anteroom.upstream.list.SuspectCollections;
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
 * Searches for a while after its end for the assets of a task of which more than one submit may
 * have happened: a submit that became visible later than its grace shows then, and nobody checks
 * the task any more. It takes permits that nobody else needs, half of all are left; only the last
 * check at a task stands in line. Thread-safe.
 */
@Singleton
public class DuplicateAssetWatch implements BackgroundWork {

  private static final Logger LOG = Logger.getLogger(DuplicateAssetWatch.class);
  private static final Duration LAST_CHECK_WAIT = Duration.ofSeconds(30);
  private static final Duration AFTER_A_MISS = Duration.ofSeconds(10);
  private static final Duration MIN_PAUSE = Duration.ofSeconds(1);
  private static final int TASKS_AT_ONCE = 40;

  private final DuplicateWatchStore watched;
  private final AccountDirectory accounts;
  private final AccountAvailability gate;
  private final AssetListCall list;
  private final SuspectCollections suspects;
  private final QuotaLedger quotaLedger;
  private final PlanLimits plans;
  private final QuotaSettings quota;
  private final UpstreamClient upstreamClient;
  private final RetryingCalls calls;
  private final DuplicateAssets duplicateAssets;
  private final InDoubtSettings settings;
  private final ClusterSettings cluster;
  private final Duration callTimeout;
  private final Loop loop;

  public DuplicateAssetWatch(
      DuplicateWatchStore watched,
      AccountDirectory accounts,
      AccountAvailability gate,
      AssetListCall list,
      SuspectCollections suspects,
      QuotaLedger quotaLedger,
      PlanLimits plans,
      QuotaSettings quota,
      UpstreamClient upstreamClient,
      UpstreamSettings upstreamSettings,
      RetryingCalls calls,
      DuplicateAssets duplicateAssets,
      InDoubtSettings settings,
      ClusterSettings cluster,
      Vertx vertx) {
    this.watched = watched;
    this.accounts = accounts;
    this.gate = gate;
    this.list = list;
    this.suspects = suspects;
    this.quotaLedger = quotaLedger;
    this.plans = plans;
    this.quota = quota;
    this.upstreamClient = upstreamClient;
    this.callTimeout = Duration.ofMillis(upstreamSettings.callTimeoutMs());
    this.calls = calls;
    this.duplicateAssets = duplicateAssets;
    this.settings = settings;
    this.cluster = cluster;
    this.loop = new Loop("duplicate assets of ended tasks", vertx, this::step);
  }

  @Override
  public void start() {
    if (cluster.work()) {
      loop.wake();
    }
  }

  @Override
  public void pause() {
    loop.pause();
  }

  @Override
  public void resume() {
    if (cluster.work()) {
      loop.resume();
    }
  }

  @Override
  public void stop() {
    loop.stop();
  }

  @Override
  public boolean isIdle() {
    return !loop.isStepping();
  }

  private Uni<Optional<Duration>> step() {
    Duration pause =
        settings.checkInterval().compareTo(MIN_PAUSE) > 0 ? settings.checkInterval() : MIN_PAUSE;
    return watched
        .due()
        .chain(
            names ->
                Multi.createFrom()
                    .iterable(names)
                    .onItem()
                    .transformToUniAndConcatenate(this::check)
                    .onItem()
                    .ignoreAsUni())
        .replaceWith(Optional.of(pause));
  }

  /** An account that is no longer configured cannot be asked: its watch ends by itself. */
  private Uni<Void> check(String name) {
    Optional<Account> account = accounts.named(name).filter(a -> !gate.isShut(a));
    return account.isEmpty()
        ? watched.forget(List.of(), settings.duplicateWatch())
        : watched
            .claim(name, TASKS_AT_ONCE, settings.checkInterval())
            .chain(tasks -> check(account.get(), tasks));
  }

  private Uni<Void> check(Account account, List<WatchedTask> tasks) {
    List<UUID> last = tasks.stream().filter(this::isOver).map(WatchedTask::id).toList();
    if (tasks.isEmpty() || settings.duplicateWatch().isZero()) {
      return watched.forget(last, settings.duplicateWatch());
    }
    List<WatchedTask> together = suspects.together(account, tasks, WatchedTask::collectionId);
    if (together.size() < tasks.size()) {
      List<WatchedTask> others = tasks.stream().filter(task -> !together.contains(task)).toList();
      return check(account, together).chain(() -> check(account, others));
    }
    List<String> markers = tasks.stream().flatMap(task -> task.markers().stream()).toList();
    UpstreamCall call = list.call(collections(tasks), markers);
    long asked = suspects.begin();
    return ask(account, call, !last.isEmpty())
        .chain(
            answer ->
                answer
                    .map(a -> read(account, tasks, last, a, asked))
                    .orElseGet(() -> missed(tasks)))
        .onFailure(failure -> tasks.size() > 1 && isTooLarge(failure))
        .recoverWithUni(() -> checkHalves(account, tasks))
        .onFailure()
        .invoke(failure -> LOG.debugf("no check for duplicate assets: %s", failure.getMessage()))
        .onFailure()
        .recoverWithUni(() -> missed(tasks));
  }

  private static boolean isTooLarge(Throwable failure) {
    ResponseTooLargeException tooLarge = ResponseTooLargeException.in(failure);
    return tooLarge != null && tooLarge.isAlone();
  }

  private Uni<Void> checkHalves(Account account, List<WatchedTask> tasks) {
    int half = tasks.size() / 2;
    return check(account, tasks.subList(0, half))
        .chain(() -> check(account, tasks.subList(half, tasks.size())));
  }

  private static List<String> collections(List<WatchedTask> tasks) {
    return tasks.stream().map(WatchedTask::collectionId).toList();
  }

  private Uni<Void> read(
      Account account,
      List<WatchedTask> tasks,
      List<UUID> last,
      UpstreamResponse answer,
      long asked) {
    List<String> collections = collections(tasks);
    if (AssetListCall.isRejected(answer, collections) && suspects.rejected(account, collections)) {
      return check(account, tasks);
    }
    ListedAssets seen = ListedAssets.of(answer);
    if (AssetListCall.isList(answer)) {
      suspects.answered(account, collections, asked);
    }
    if (answer.isSuccess()) {
      tasks.forEach(task -> duplicateAssets.remove(account, task.id(), task.duplicates(seen)));
    }
    return watched.forget(answer.isSuccess() ? last : List.of(), settings.duplicateWatch());
  }

  private Uni<Optional<UpstreamResponse>> ask(Account account, UpstreamCall call, boolean isLast) {
    if (isLast) {
      return calls.call(account, EndpointClass.DEFAULT, LAST_CHECK_WAIT, call).map(Optional::of);
    }
    int half = ClassSlots.of(plans.limit(account.plan(), EndpointClass.DEFAULT), quota).slots() / 2;
    PermitRequest permitRequest =
        new PermitRequest(account.name(), EndpointClass.DEFAULT, 1, half, callTimeout);
    return quotaLedger
        .take(permitRequest)
        .chain(
            permits ->
                permits.isEmpty()
                    ? Uni.createFrom().item(Optional.<UpstreamResponse>empty())
                    : send(account, permits.get(0), call));
  }

  private Uni<Optional<UpstreamResponse>> send(Account account, Permit permit, UpstreamCall call) {
    return upstreamClient.send(account, permit, call).map(Optional::of);
  }

  private Uni<Void> missed(List<WatchedTask> tasks) {
    List<UUID> ids = tasks.stream().map(WatchedTask::id).toList();
    return watched
        .soon(ids, AFTER_A_MISS)
        .chain(() -> watched.forget(List.of(), settings.duplicateWatch()));
  }

  private boolean isOver(WatchedTask task) {
    return task.sinceEnd().compareTo(settings.duplicateWatch()) >= 0;
  }
}
