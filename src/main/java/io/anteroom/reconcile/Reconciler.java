package io.anteroom.reconcile;

import io.anteroom.account.Account;
import io.anteroom.account.AccountDirectory;
import io.anteroom.async.Loop;
import io.anteroom.cluster.BackgroundWork;
import io.anteroom.cluster.ClusterSettings;
import io.anteroom.cluster.DueWork.ToDo;
import io.anteroom.upstream.AccountAvailability;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Settles submits in doubt: searches the asset list for their markers, and lets a task be submitted
 * again only when every check over the grace did not find it, since a list may lag. It claims those
 * that are due, and {@link InDoubtSettlement} checks them. Thread-safe.
 */
@Singleton
public class Reconciler implements BackgroundWork {

  private static final int TASKS_AT_ONCE = 40;

  private final InDoubtTasks inDoubtTasks;
  private final InDoubtSettlement settlement;
  private final AccountAvailability gate;
  private final ClusterSettings cluster;
  private final InDoubtSettings settings;
  private final Map<String, Loop> lanes = new HashMap<>();

  public Reconciler(
      InDoubtTasks inDoubtTasks,
      InDoubtSettlement settlement,
      AccountAvailability gate,
      ClusterSettings cluster,
      InDoubtSettings settings,
      AccountDirectory accounts,
      Vertx vertx) {
    this.inDoubtTasks = inDoubtTasks;
    this.settlement = settlement;
    this.gate = gate;
    this.cluster = cluster;
    this.settings = settings;
    for (Account account : accounts.all()) {
      lanes.put(
          account.name(), new Loop("reconcile " + account.name(), vertx, () -> step(account)));
    }
  }

  @Override
  public Uni<Void> tick(ToDo todo) {
    todo.inDoubt().forEach(this::wake);
    return Uni.createFrom().voidItem();
  }

  /**
   * A task of this account is in doubt. Only a tick wakes, so that one call searches for all the
   * tasks that came to be in doubt meanwhile.
   */
  private void wake(String account) {
    Loop lane = lanes.get(account);
    if (lane != null && cluster.work()) {
      lane.wake();
    }
  }

  @Override
  public void pause() {
    lanes.values().forEach(Loop::pause);
  }

  @Override
  public void resume() {
    if (cluster.work()) {
      lanes.values().forEach(Loop::resume);
    }
  }

  @Override
  public void stop() {
    lanes.values().forEach(Loop::stop);
  }

  @Override
  public boolean isIdle() {
    return lanes.values().stream().noneMatch(Loop::isStepping);
  }

  /** A claim is no longer than a lease: two replicas that check one task do no harm. */
  private Uni<Optional<Duration>> step(Account account) {
    if (gate.isShut(account)) {
      return Uni.createFrom().item(Optional.empty());
    }
    return inDoubtTasks
        .claim(account.name(), TASKS_AT_ONCE, cluster.lease())
        .chain(
            tasks ->
                tasks.isEmpty()
                    ? Uni.createFrom().item(Optional.empty())
                    : settlement.settle(account, tasks).replaceWith(Optional.of(next(tasks))));
  }

  private Duration next(List<InDoubtTask> tasks) {
    return tasks.size() == TASKS_AT_ONCE ? Duration.ZERO : settings.checkInterval();
  }
}
