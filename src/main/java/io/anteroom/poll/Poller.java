package io.anteroom.poll;

import io.anteroom.account.Account;
import io.anteroom.account.AccountDirectory;
import io.anteroom.account.Clients;
import io.anteroom.cluster.BackgroundWork;
import io.anteroom.cluster.DueWork.ToDo;
import io.anteroom.cluster.PollLeases.PollLease;
import io.anteroom.cluster.report.ReportDraft;
import io.anteroom.cluster.report.ReportSource;
import io.anteroom.quota.EndpointClass;
import io.anteroom.quota.PlanLimits;
import io.anteroom.quota.QuotaSettings;
import io.anteroom.task.TaskChange;
import io.anteroom.task.event.TaskChangeListener;
import io.anteroom.task.event.TaskSignal;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.UUID;
import java.util.stream.Collectors;

/**
 * Polls running tasks: a lane for each account, which works while this replica has the poll lease
 * of the account. Thread-safe.
 */
@Singleton
public class Poller implements TaskChangeListener, BackgroundWork, ReportSource {

  private final Map<String, PollLane> lanes = new HashMap<>();
  private final Clients clients;

  /** Builds the lanes; nothing is polled before the first tick. */
  Poller(
      PollServices uses,
      QuotaSettings quota,
      PlanLimits plans,
      AccountDirectory accounts,
      Clients clients,
      Vertx vertx) {
    this.clients = clients;
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
        lane.updates().changed(change);
      }
    }
  }

  /** The first event of a task is its accept, after which it does not run yet. */
  @Override
  public void signalled(TaskSignal signal) {
    if (signal.ended()) {
      lanes.values().forEach(lane -> lane.updates().ended(signal));
    } else if (signal.eventNo() > 1) {
      clients
          .named(signal.client())
          .map(client -> lanes.get(client.account().name()))
          .ifPresent(lane -> lane.updates().news(false));
    }
  }

  @Override
  public Uni<Void> tick(ToDo todo) {
    Map<String, PollLease> held =
        todo.polls().stream().collect(Collectors.toMap(PollLease::account, lease -> lease));
    lanes.forEach((account, lane) -> lane.updates().ticked(held.get(account)));
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

  /**
   * How long until a poll of this task may be worth it; empty where another replica polls it, which
   * alone knows.
   */
  public Optional<Duration> untilPoll(String account, UUID task) {
    return Optional.ofNullable(lanes.get(account)).map(lane -> lane.untilPoll(task));
  }

  @Override
  public void addTo(ReportDraft report) {
    lanes.values().forEach(lane -> report.polls(lane.underWay()));
  }

  @Override
  public boolean isIdle() {
    return lanes.values().stream().allMatch(PollLane::isIdle);
  }
}
