package io.anteroom.poll;

import io.anteroom.account.Account;
import io.anteroom.account.AccountDirectory;
import io.anteroom.account.Clients;
import io.anteroom.async.Ticker;
import io.anteroom.cluster.BackgroundWork;
import io.anteroom.cluster.DueWork.ToDo;
import io.anteroom.cluster.PollLeases;
import io.anteroom.poll.completion.CompletionCurves;
import io.anteroom.quota.EndpointClass;
import io.anteroom.quota.PermitQueues;
import io.anteroom.quota.PlanLimits;
import io.anteroom.quota.QuotaLedger;
import io.anteroom.quota.QuotaSettings;
import io.anteroom.task.TaskChange;
import io.anteroom.task.event.TaskChangeListener;
import io.anteroom.task.event.TaskSignal;
import io.anteroom.upstream.AccountAvailability;
import io.anteroom.upstream.http.UpstreamSettings;
import io.anteroom.upstream.list.AssetListAvailability;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

/**
 * Polls running tasks: a lane for each account, which works while this replica has the poll lease
 * of the account. Thread-safe.
 */
@Singleton
public class Poller implements TaskChangeListener, BackgroundWork {

  private final Map<String, PollLane> lanes = new HashMap<>();
  private final Clients clients;
  private final PollLeases leases;

  /** Builds the lanes; nothing is polled before the first wake. */
  Poller(
      PollMemory memory,
      RunningTaskReader reader,
      PollLeases leases,
      QuotaLedger ledger,
      PermitQueues permitQueues,
      CompletionCurves curves,
      PollOneByOne oneByOne,
      PollByList byList,
      AccountAvailability availability,
      AssetListAvailability lists,
      PollSettings settings,
      UpstreamSettings upstream,
      QuotaSettings quota,
      PlanLimits plans,
      AccountDirectory accounts,
      Clients clients,
      Ticker ticker,
      Vertx vertx) {
    this.clients = clients;
    this.leases = leases;
    PollServices uses =
        new PollServices(
            memory,
            reader,
            leases,
            ledger,
            permitQueues,
            curves,
            new PollChooser(settings, curves::of),
            oneByOne,
            byList,
            availability,
            account -> upstream.assetList() && lists.isWorthAsking(account),
            settings,
            Duration.ofMillis(upstream.callTimeoutMs()),
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
    for (TaskChange change : changes) {
      PollLane lane = lanes.get(change.account());
      if (lane != null) {
        lane.changed(change);
      }
    }
  }

  /** The first event of a task is its accept, after which it does not run yet. */
  @Override
  public void signalled(TaskSignal signal) {
    if (signal.ended()) {
      lanes.values().forEach(lane -> lane.ended(signal.task(), signal.eventNo()));
    } else if (signal.eventNo() > 1) {
      clients
          .named(signal.client())
          .map(client -> lanes.get(client.account().name()))
          .ifPresent(lane -> lane.news(false));
    }
  }

  @Override
  public Uni<Void> tick(ToDo todo) {
    todo.polls().forEach(lease -> lanes.get(lease.account()).renewed(lease));
    lanes.forEach(
        (account, lane) -> {
          if (leases.isLost(account)) {
            lane.lost();
          }
        });
    return Uni.createFrom().voidItem();
  }

  @Override
  public void pause() {
    lanes.values().forEach(PollLane::pause);
  }

  @Override
  public void resume() {
    lanes.values().forEach(PollLane::resume);
  }

  /** Polls no further task. */
  @Override
  public void stop() {
    lanes.values().forEach(PollLane::stop);
  }

  @Override
  public boolean isIdle() {
    return lanes.values().stream().allMatch(PollLane::isIdle);
  }
}
