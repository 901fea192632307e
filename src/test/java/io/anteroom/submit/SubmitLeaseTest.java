package io.anteroom.submit;

import io.anteroom.TestSettings;
import io.anteroom.async.ManualTicker;
import io.anteroom.async.SuspendAwareClock;
import io.anteroom.cluster.ClusterSettings;
import io.anteroom.cluster.Replica;
import io.anteroom.cluster.ReplicaLeases;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.helpers.test.UniAssertSubscriber;
import jakarta.ws.rs.core.Response;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;

/** When the call of a submit is cancelled whose replica has lost its lease. */
class SubmitLeaseTest {

  private static final Duration CALL_TIMEOUT = Duration.ofSeconds(5);
  private static final Duration SECOND = Duration.ofSeconds(1);

  private final ManualTicker ticker = new ManualTicker();
  private final Clock wall = Clock.fixed(Instant.EPOCH, ZoneOffset.UTC);

  /** A replica that never entered holds no lease from now on. */
  private final Replica replica =
      new Replica(
          new ReplicaLeases(null),
          TestSettings.of(ClusterSettings.class),
          new SuspendAwareClock(ticker, wall));

  private final SubmitLease lease = new SubmitLease(replica.lease(), CALL_TIMEOUT, ticker);
  private final UniAssertSubscriber<Response> call =
      lease
          .cancelling(Uni.createFrom().nothing())
          .subscribe()
          .withSubscriber(UniAssertSubscriber.create());

  @Test
  void afterTheLossTheCallHasItsWholeTimeoutStill() {
    lease.cancelIfLost();
    ticker.pass(CALL_TIMEOUT.minusMillis(1));
    lease.cancelIfLost();
    call.assertNotTerminated();
    ticker.pass(Duration.ofMillis(1));
    lease.cancelIfLost();
    call.assertFailedWith(IllegalStateException.class);
  }

  @Test
  void aProcessThatWasStoppedReadsForASecondWhatHasComeMeanwhile() {
    ticker.pass(Duration.ofMinutes(10));
    lease.cancelIfLost();
    ticker.pass(SECOND.minusMillis(1));
    lease.cancelIfLost();
    call.assertNotTerminated();
    ticker.pass(Duration.ofMillis(1));
    lease.cancelIfLost();
    call.assertFailedWith(IllegalStateException.class);
  }
}
