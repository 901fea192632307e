package io.anteroom.poll;

import io.anteroom.account.Account;
import io.anteroom.account.AccountDirectory;
import io.anteroom.account.Clients;
import io.anteroom.async.Ticker;
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
import jakarta.inject.Singleton;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

/** Polls running tasks: a lane for each account. Thread-safe. */
@Singleton
public class Poller implements TaskChangeListener, BackgroundWork {

  private final Map<String, PollLane> lanes = new HashMap<>();
  private final boolean enabled;

  /** Builds the lanes; nothing is polled before the first wake. */
  Poller(
      PollCandidates candidates,
      PollClaim claim,
      QuotaLedger ledger,
      PermitQueues permitQueues,
      CompletionCurves curves,
      PollOneByOne oneByOne,
      PollByList byList,
      AccountAvailability availability,
      AssetListAvailability lists,
      ClusterSettings cluster,
      PollSettings settings,
      UpstreamSettings upstream,
      QuotaSettings quota,
      PlanLimits plans,
      AccountDirectory accounts,
      Clients clients,
      Ticker ticker,
      Vertx vertx) {
    this.enabled = cluster.work();
    PollLane.Uses uses =
        new PollLane.Uses(
            candidates,
            claim,
            ledger,
            permitQueues,
            curves,
            new PollChooser(settings, curves::of),
            oneByOne,
            byList,
            availability,
            account -> upstream.assetList() && lists.isWorthAsking(account),
            settings,
            ticker);
    for (Account account : accounts.all()) {
      OptionalInt limit = plans.limit(account.plan(), EndpointClass.DEFAULT);
      PollReserve reserve = PollReserve.of(limit, quota);
      FairPollOrder fairOrder = FairPollOrder.of(clients.weightsOf(account.name()));
      lanes.put(account.name(), new PollLane(account, uses, reserve, fairOrder, vertx));
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
    if (lane != null && enabled) {
      lane.wake();
    }
  }

  /** Polls no further task. */
  @Override
  public void stop() {
    lanes.values().forEach(PollLane::stop);
  }
}
