package io.anteroom.poll;

import io.anteroom.account.Account;
import io.anteroom.account.AccountDirectory;
import io.anteroom.account.Clients;
import io.anteroom.async.Ticker;
import io.anteroom.cluster.BackgroundWork;
import io.anteroom.cluster.DueWork.ToDo;
import io.anteroom.cluster.PollLeases;
import io.anteroom.cluster.PollLeases.PollLease;
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
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Polls running tasks: a lane for each account, which works while this replica has the poll lease
 * of the account. Thread-safe.
 */
@Singleton
public class Poller implements TaskChangeListener, BackgroundWork {

  private final Map<String, PollLane> lanes = new HashMap<>();
  private final Clients clients;

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
    PollServices uses =
        new PollServices(
            memory,
            reader,
            leases,
            ledger,
            permitQueues,
            curves,
            new PollChooser(new PollWorth(settings, curves::of)),
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
          .filter(PollLane::isHeld)
          .ifPresent(lane -> lane.wake(true));
    }
  }

  /** A lane whose lease is gone is woken too, to forget its tasks. */
  @Override
  public Uni<Void> tick(ToDo todo) {
    Set<String> changed =
        todo.polls().stream()
            .filter(PollLease::changed)
            .map(PollLease::account)
            .collect(Collectors.toSet());
    lanes.forEach((account, lane) -> lane.tick(changed.contains(account)));
    return Uni.createFrom().voidItem();
  }

  /** Polls no further task. */
  @Override
  public void stop() {
    lanes.values().forEach(PollLane::stop);
  }
}
