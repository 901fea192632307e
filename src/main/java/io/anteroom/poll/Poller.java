package io.anteroom.poll;

import io.anteroom.account.Account;
import io.anteroom.account.AccountDirectory;
import io.anteroom.account.Clients;
import io.anteroom.cluster.BackgroundWork;
import io.anteroom.cluster.ClusterSettings;
import io.anteroom.cluster.DueWork.ToDo;
import io.anteroom.poll.completion.CompletionCurves;
import io.anteroom.quota.EndpointClass;
import io.anteroom.quota.PermitQueues;
import io.anteroom.quota.PlanLimits;
import io.anteroom.quota.QuotaLedger;
import io.anteroom.quota.QuotaSettings;
import io.anteroom.task.Phase;
import io.anteroom.task.TaskChange;
import io.anteroom.task.event.TaskChangeListener;
import io.anteroom.upstream.AccountAvailability;
import io.anteroom.upstream.http.UpstreamSettings;
import io.anteroom.upstream.list.AssetListAvailability;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

/** Polls running tasks: a lane for each account. Thread-safe. */
@Singleton
public class Poller implements TaskChangeListener, BackgroundWork {

  final Pool pool;
  final QuotaLedger ledger;
  final PollStore looks;
  final CompletionCurves curves;
  final PollChooser chooser;
  final PollOneByOne one;
  final PollByList many;
  final AccountAvailability gate;
  final PermitQueues desk;
  final AssetListAvailability lists;
  final ClusterSettings settings;

  private final UpstreamSettings upstreamSettings;
  private final Map<String, PollLane> lanes = new HashMap<>();

  /** Builds the lanes; nothing is polled before the first wake. */
  public Poller(
      Pool pool,
      QuotaLedger ledger,
      PollStore looks,
      CompletionCurves curves,
      PollOneByOne one,
      PollByList many,
      AccountAvailability gate,
      PermitQueues desk,
      AssetListAvailability lists,
      Clients clients,
      ClusterSettings settings,
      UpstreamSettings upstreamSettings,
      QuotaSettings quota,
      PlanLimits plans,
      AccountDirectory accounts,
      Vertx vertx) {
    this.pool = pool;
    this.ledger = ledger;
    this.looks = looks;
    this.curves = curves;
    this.chooser = new PollChooser(settings.poll(), curves::of);
    this.one = one;
    this.many = many;
    this.gate = gate;
    this.desk = desk;
    this.lists = lists;
    this.settings = settings;
    this.upstreamSettings = upstreamSettings;
    for (Account account : accounts.all()) {
      OptionalInt limit = plans.limit(account.plan(), EndpointClass.DEFAULT);
      FairPollOrder turns = FairPollOrder.of(clients.weightsOf(account.name()));
      lanes.put(
          account.name(), new PollLane(account, this, PollReserve.of(limit, quota), turns, vertx));
    }
  }

  @Override
  public void changed(List<TaskChange> changes) {
    changes.stream()
        .filter(change -> change.phase() == Phase.RUNNING || change.phase() == Phase.CANCELLING)
        .map(TaskChange::account)
        .forEach(this::wake);
  }

  @Override
  public Uni<Void> tick(ToDo todo) {
    todo.due().forEach(this::wake);
    return Uni.createFrom().voidItem();
  }

  /** A task of this account runs, or is due for a poll. */
  private void wake(String account) {
    PollLane lane = lanes.get(account);
    if (lane != null && settings.enabled()) {
      lane.wake();
    }
  }

  /** Polls no further task. */
  @Override
  public void stop() {
    lanes.values().forEach(PollLane::stop);
  }

  boolean isListed(Account account) {
    return upstreamSettings.assetList() && lists.isWorthAsking(account);
  }

  Duration callTimeout() {
    return Duration.ofMillis(upstreamSettings.callTimeoutMs());
  }
}
