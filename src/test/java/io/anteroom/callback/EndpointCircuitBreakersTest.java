package io.anteroom.callback;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.anteroom.TestSettings;
import io.anteroom.async.ManualTicker;
import io.anteroom.callback.outbox.ClientEndpoint;
import io.anteroom.callback.outbox.DeliveryAttempt.Outcome;
import java.time.Duration;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class EndpointCircuitBreakersTest {

  private static final ClientEndpoint DEAD = new ClientEndpoint("alice", "https://dead.example");

  private final ManualTicker ticker = new ManualTicker();
  private final EndpointCircuitBreakers endpointCircuitBreakers =
      new EndpointCircuitBreakers(
          TestSettings.of(
              CallbackSettings.class,
              "anteroom.callbacks.breaker-failures",
              "3",
              "anteroom.callbacks.breaker-delay",
              "30s"),
          ticker);

  @Test
  void opensAfterFailuresInARowAndAllowsOneTrialAfterThePause() {
    fail(2);
    assertEquals(4, allowed());
    fail(1);
    assertEquals(0, allowed());
    assertEquals(Duration.ofSeconds(30), endpointCircuitBreakers.openFor(DEAD));
    assertEquals(1, endpointCircuitBreakers.open());
    ticker.pass(Duration.ofSeconds(30));
    assertEquals(1, allowed());
    assertEquals(Duration.ZERO, endpointCircuitBreakers.openFor(DEAD));
  }

  @Test
  void aFailedTrialOpensItAgainAndASuccessfulOneClosesIt() {
    fail(3);
    ticker.pass(Duration.ofSeconds(30));
    fail(1);
    assertEquals(0, allowed());
    ticker.pass(Duration.ofSeconds(30));
    endpointCircuitBreakers.attempted(DEAD, Outcome.DELIVERED);
    assertEquals(4, allowed());
    assertEquals(0, endpointCircuitBreakers.open());
  }

  @Test
  void attemptsUnderWayAtTheOpeningDoNotKeepItOpen() {
    fail(3);
    ticker.pass(Duration.ofSeconds(20));
    fail(3);
    assertEquals(Duration.ofSeconds(10), endpointCircuitBreakers.openFor(DEAD));
  }

  @Test
  void aSuccessResetsTheCount() {
    fail(2);
    endpointCircuitBreakers.attempted(DEAD, Outcome.REJECTED);
    fail(2);
    assertEquals(4, allowed());
    endpointCircuitBreakers.attempted(DEAD, Outcome.UNSENT);
    fail(1);
    assertEquals(0, allowed());
  }

  @Test
  void aFailureOfOneClientDoesNotAffectOthers() {
    fail(3);
    assertEquals(0, allowed());
    assertEquals(4, endpointCircuitBreakers.allowed(new ClientEndpoint("bob", DEAD.endpoint()), 4));
  }

  @Test
  void endpointsAreIndependentAndLimitedInNumber() {
    fail(3);
    assertEquals(
        4, endpointCircuitBreakers.allowed(new ClientEndpoint("alice", "https://well.example"), 4));
    IntStream.range(0, 20_000)
        .forEach(
            i ->
                endpointCircuitBreakers.attempted(
                    new ClientEndpoint("alice", "https://e" + i), Outcome.FAILED));
    assertTrue(endpointCircuitBreakers.open() <= 1);
    assertEquals(4, allowed(), "the one that nobody asked for longest is forgotten");
  }

  private void fail(int times) {
    IntStream.range(0, times).forEach(i -> endpointCircuitBreakers.attempted(DEAD, Outcome.FAILED));
  }

  private int allowed() {
    return endpointCircuitBreakers.allowed(DEAD, 4);
  }
}
