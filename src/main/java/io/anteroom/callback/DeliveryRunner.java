package io.anteroom.callback;

import io.anteroom.async.log.SubjectLog;
import io.anteroom.callback.outbox.CallbackClaim;
import io.anteroom.callback.outbox.CallbackOutbox;
import io.anteroom.callback.outbox.CallbackState;
import io.anteroom.callback.outbox.DeliveryAttempt;
import io.anteroom.callback.outbox.DeliveryDecision;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Function;

/** Runs what is claimed: attempts it, and records what it came to. Thread-safe. */
@Singleton
class DeliveryRunner {

  private static final SubjectLog LOG = SubjectLog.of(DeliveryRunner.class);
  private static final int RECORD_AGAIN = 4;
  private static final Duration GIVEN_BACK_FOR = Duration.ofSeconds(2);

  /** What an attempt may take beside its timeout: reading the task, writing the record. */
  private static final Duration MARGIN = Duration.ofSeconds(10);

  private final CallbackOutbox outbox;
  private final Function<CallbackClaim, Uni<DeliveryAttempt>> delivery;
  private final DeliveryCapacity deliveryCapacity;
  private final CallbackMetrics metrics;
  private final RetrySchedule schedule;
  private final Duration lease;

  @Inject
  DeliveryRunner(
      CallbackOutbox outbox,
      CallbackSender delivery,
      DeliveryCapacity deliveryCapacity,
      CallbackMetrics metrics,
      CallbackSettings settings) {
    this(outbox, delivery::attempt, deliveryCapacity, metrics, settings);
  }

  DeliveryRunner(
      CallbackOutbox outbox,
      Function<CallbackClaim, Uni<DeliveryAttempt>> delivery,
      DeliveryCapacity deliveryCapacity,
      CallbackMetrics metrics,
      CallbackSettings settings) {
    this.outbox = outbox;
    this.delivery = delivery;
    this.deliveryCapacity = deliveryCapacity;
    this.metrics = metrics;
    this.schedule = new RetrySchedule(settings, () -> ThreadLocalRandom.current().nextDouble());
    this.lease = lease(settings);
  }

  /** How long a claim holds: longer than its attempt takes. */
  static Duration lease(CallbackSettings settings) {
    return settings.timeout().plus(MARGIN);
  }

  Duration lease() {
    return lease;
  }

  /** Attempts it, records it, then calls back, whatever it came to. Returns at once. */
  void run(CallbackClaim claim, Runnable whenOver) {
    deliveryCapacity.begin(claim.route());
    delivery
        .apply(claim)
        .chain(attempt -> settle(claim, attempt))
        .onFailure(DeliveryPostponedException.class)
        .recoverWithUni(why -> giveBack(claim, why))
        .ifNoItem()
        .after(lease)
        .fail()
        .onTermination()
        .invoke(() -> deliveryCapacity.end(claim.route()))
        .subscribe()
        .with(
            nothing -> whenOver.run(),
            failure -> {
              LOG.warnf(claim, "callback of %s is made again later: %s", claim.path(), failure);
              whenOver.run();
            });
  }

  private Uni<Void> giveBack(CallbackClaim claim, Throwable why) {
    LOG.debugf(claim, "callback of %s is given back: %s", claim.path(), why.getMessage());
    metrics.givenBack();
    return outbox.giveBack(claim, GIVEN_BACK_FOR);
  }

  /** The record of a lost claim is dropped by its token, so that it may be repeated safely. */
  private Uni<Void> settle(CallbackClaim claim, DeliveryAttempt attempt) {
    deliveryCapacity.attempted(claim.route(), attempt.outcome());
    DeliveryDecision next = schedule.after(claim.step(), attempt);
    return outbox
        .record(claim, attempt, next)
        .onFailure()
        .retry()
        .withBackOff(Duration.ofMillis(200), Duration.ofSeconds(2))
        .atMost(RECORD_AGAIN)
        .invoke(recorded -> tell(claim, attempt, next, recorded))
        .replaceWithVoid();
  }

  private void tell(
      CallbackClaim claim, DeliveryAttempt attempt, DeliveryDecision next, boolean recorded) {
    LOG.debugf(
        claim,
        "callback of %s to %s: %s, now %s%s",
        claim.path(),
        claim.endpoint(),
        attempt.outcome().label(),
        next.state().label(),
        recorded ? "" : " (the claim was lost)");
    if (recorded) {
      metrics.attempted(claim, attempt, next);
    }
    if (recorded && next.state() == CallbackState.EXHAUSTED) {
      LOG.warnf(
          claim,
          "callback of %s to %s: given up, its last attempt was %s; POST %s/redeliver",
          claim.path(),
          claim.endpoint(),
          attempt.outcome().label(),
          claim.path());
    }
  }
}
