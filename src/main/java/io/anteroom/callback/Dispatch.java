package io.anteroom.callback;

import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Function;
import org.jboss.logging.Logger;

/** Runs what is claimed: attempts it, and records what it came to. Thread-safe. */
@Singleton
class Dispatch {

  private static final Logger LOG = Logger.getLogger(Dispatch.class);
  private static final int RECORD_AGAIN = 4;
  private static final Duration GIVEN_BACK_FOR = Duration.ofSeconds(2);

  /** What an attempt may take beside its timeout: reading the task, writing the record. */
  private static final Duration MARGIN = Duration.ofSeconds(10);

  private final Outbox outbox;
  private final Function<Claim, Uni<Attempt>> delivery;
  private final Capacity capacity;
  private final CallbackMetrics metrics;
  private final DeliverySchedule schedule;
  private final Duration lease;

  @Inject
  Dispatch(
      Outbox outbox,
      Delivery delivery,
      Capacity capacity,
      CallbackMetrics metrics,
      DeliverySettings settings) {
    this(outbox, delivery::attempt, capacity, metrics, settings);
  }

  Dispatch(
      Outbox outbox,
      Function<Claim, Uni<Attempt>> delivery,
      Capacity capacity,
      CallbackMetrics metrics,
      DeliverySettings settings) {
    this.outbox = outbox;
    this.delivery = delivery;
    this.capacity = capacity;
    this.metrics = metrics;
    this.schedule = new DeliverySchedule(settings, () -> ThreadLocalRandom.current().nextDouble());
    this.lease = lease(settings);
  }

  /** How long a claim holds: longer than its attempt takes. */
  static Duration lease(DeliverySettings settings) {
    return settings.timeout().plus(MARGIN);
  }

  /** How long a claim holds. */
  Duration lease() {
    return lease;
  }

  /** Attempts it, records it, then calls back, whatever it came to. Returns at once. */
  void run(Claim claim, Runnable whenOver) {
    capacity.begin(claim.route());
    delivery
        .apply(claim)
        .chain(attempt -> settle(claim, attempt))
        .onFailure(GivenBack.class)
        .recoverWithUni(why -> giveBack(claim, why))
        .ifNoItem()
        .after(lease)
        .fail()
        .onTermination()
        .invoke(() -> capacity.end(claim.route()))
        .subscribe()
        .with(
            nothing -> whenOver.run(),
            failure -> {
              LOG.warnf("callback of %s is made again later: %s", claim.path(), failure);
              whenOver.run();
            });
  }

  private Uni<Void> giveBack(Claim claim, Throwable why) {
    LOG.debugf("callback of %s is given back: %s", claim.path(), why.getMessage());
    metrics.givenBack();
    return outbox.giveBack(claim, GIVEN_BACK_FOR);
  }

  /** The record of a lost claim is dropped by its token, so that it may be repeated safely. */
  private Uni<Void> settle(Claim claim, Attempt attempt) {
    capacity.attempted(claim.route(), attempt.outcome());
    Settlement next = schedule.after(claim.step(), attempt);
    return outbox
        .record(claim, attempt, next)
        .onFailure()
        .retry()
        .withBackOff(Duration.ofMillis(200), Duration.ofSeconds(2))
        .atMost(RECORD_AGAIN)
        .invoke(recorded -> tell(claim, attempt, next, recorded))
        .replaceWithVoid();
  }

  private void tell(Claim claim, Attempt attempt, Settlement next, boolean recorded) {
    LOG.debugf(
        "callback of %s to %s: %s, now %s%s",
        claim.path(),
        claim.endpoint(),
        attempt.outcome().label(),
        next.state().label(),
        recorded ? "" : " (the claim was lost)");
    if (recorded) {
      metrics.attempted(attempt, next);
    }
    if (recorded && next.state() == CallbackState.EXHAUSTED) {
      LOG.warnf(
          "callback of %s to %s: given up, its last attempt was %s; POST %s/redeliver",
          claim.path(), claim.endpoint(), attempt.outcome().label(), claim.path());
    }
  }
}
