package io.anteroom.callback;

import io.anteroom.async.Loop;
import io.anteroom.callback.outbox.CallbackClaim;
import io.anteroom.callback.outbox.CallbackOutbox;
import io.anteroom.callback.outbox.ClaimLimit;
import io.anteroom.callback.outbox.ClientEndpoint;
import io.anteroom.callback.outbox.PendingEndpoint;
import io.anteroom.callback.outbox.PendingEndpoints;
import io.anteroom.cluster.BackgroundWork;
import io.anteroom.cluster.ClusterSettings;
import io.anteroom.cluster.DueWork.ToDo;
import io.anteroom.cluster.report.ReportDraft;
import io.anteroom.cluster.report.ReportSource;
import io.anteroom.task.TaskChange;
import io.anteroom.task.event.TaskChangeListener;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Delivers the outbox: claims what is due where there is room, and sleeps until the next is due. A
 * client, and each endpoint that it has, take a bounded part of the room, so that dead receivers
 * slow nobody else. Thread-safe.
 */
@Singleton
public class CallbackDispatcher implements TaskChangeListener, BackgroundWork, ReportSource {

  private static final int ROUTES_AT_ONCE = 1000;

  private final PendingEndpoints routes;
  private final CallbackOutbox callbackOutbox;
  private final DeliveryRunner deliveryRunner;
  private final DeliveryCapacity deliveryCapacity;
  private final boolean enabled;
  private final Loop loop;

  /** Where the next step begins, and the first wake of the steps since the beginning. */
  private ClientEndpoint after = ClientEndpoint.FIRST;

  private Optional<Duration> next = Optional.empty();

  /**
   * @param cluster whether this replica works
   */
  public CallbackDispatcher(
      PendingEndpoints routes,
      CallbackOutbox callbackOutbox,
      DeliveryRunner deliveryRunner,
      DeliveryCapacity deliveryCapacity,
      Vertx vertx,
      ClusterSettings cluster) {
    this.routes = routes;
    this.callbackOutbox = callbackOutbox;
    this.deliveryRunner = deliveryRunner;
    this.deliveryCapacity = deliveryCapacity;
    this.enabled = cluster.work();
    this.loop = new Loop("callbacks", vertx, this::step);
  }

  public void wake() {
    if (enabled) {
      loop.wake();
    }
  }

  @Override
  public void changed(List<TaskChange> changes) {
    if (changes.stream().anyMatch(change -> change.hasEnded() && change.hasCallback())) {
      wake();
    }
  }

  @Override
  public Uni<Void> tick(ToDo todo) {
    if (todo.callbacks()) {
      wake();
    }
    return Uni.createFrom().voidItem();
  }

  @Override
  public void pause() {
    loop.pause();
  }

  @Override
  public void resume() {
    if (enabled) {
      loop.resume();
    }
  }

  @Override
  public void stop() {
    loop.stop();
  }

  @Override
  public boolean isBusy() {
    return loop.isStepping() || deliveryCapacity.underWay() > 0;
  }

  @Override
  public void addTo(ReportDraft report) {
    report.deliveries(deliveryCapacity.underWay());
  }

  /** Without room there is nothing to ask: the end of an attempt wakes. */
  private Uni<Optional<Duration>> step() {
    return deliveryCapacity.free() <= 0
        ? Uni.createFrom().item(Optional.empty())
        : routes.after(after, ROUTES_AT_ONCE).chain(this::claim);
  }

  private Uni<Optional<Duration>> claim(List<PendingEndpoint> page) {
    boolean last = page.size() < ROUTES_AT_ONCE;
    next = after.equals(ClientEndpoint.FIRST) ? firstWake(page) : sooner(next, firstWake(page));
    after = last ? ClientEndpoint.FIRST : page.get(page.size() - 1).route();
    Optional<Duration> wake = last ? next : Optional.of(Duration.ZERO);
    passFullClient();
    List<ClaimLimit> limits = ClaimLimits.of(page, deliveryCapacity);
    return limits.isEmpty()
        ? Uni.createFrom().item(wake)
        : callbackOutbox
            .claim(limits, deliveryCapacity.free(), deliveryRunner.lease())
            .invoke(this::begin)
            .map(claims -> claims.isEmpty() ? wake : Optional.of(Duration.ZERO));
  }

  private void begin(List<CallbackClaim> claims) {
    claims.forEach(claim -> deliveryRunner.run(claim, loop::wake));
    passFullClient();
  }

  /**
   * The other routes of a client whose places are taken are not walked: the end of an attempt
   * wakes.
   */
  private void passFullClient() {
    if (!after.equals(ClientEndpoint.FIRST) && deliveryCapacity.free(after.client()) <= 0) {
      after = ClientEndpoint.lastOf(after.client());
    }
  }

  /** What is due and has no room is waked for by the end of an attempt. */
  private Optional<Duration> firstWake(List<PendingEndpoint> page) {
    return page.stream().flatMap(pending -> wakeFor(pending).stream()).min(Duration::compareTo);
  }

  private Optional<Duration> wakeFor(PendingEndpoint pending) {
    Duration closed = deliveryCapacity.closedFor(pending.route());
    if (pending.isDue() && closed.isZero()) {
      return Optional.empty();
    }
    return Optional.of(pending.dueIn().compareTo(closed) > 0 ? pending.dueIn() : closed);
  }

  private static Optional<Duration> sooner(Optional<Duration> one, Optional<Duration> other) {
    return one.isEmpty() || other.isPresent() && other.get().compareTo(one.get()) < 0 ? other : one;
  }
}
