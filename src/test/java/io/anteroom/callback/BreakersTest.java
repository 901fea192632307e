package io.anteroom.callback;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.anteroom.TestSettings;
import io.anteroom.callback.Attempt.Outcome;
import java.time.Duration;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class BreakersTest {

  private static final Route DEAD = new Route("alice", "https://dead.example");

  private final StoppedClock clock = new StoppedClock();
  private final Breakers breakers =
      new Breakers(
          TestSettings.of(
              DeliverySettings.class,
              "anteroom.callbacks.breaker-failures",
              "3",
              "anteroom.callbacks.breaker-pause",
              "30s"),
          clock);

  @Test
  void opensAfterFailuresInARowAndLetsOneTryAfterThePause() {
    fail(2);
    assertEquals(4, room());
    fail(1);
    assertEquals(0, room());
    assertEquals(Duration.ofSeconds(30), breakers.openFor(DEAD));
    assertEquals(1, breakers.open());
    clock.pass(Duration.ofSeconds(30));
    assertEquals(1, room());
    assertEquals(Duration.ZERO, breakers.openFor(DEAD));
  }

  @Test
  void aFailedTryOpensItAgainAndASuccessfulOneClosesIt() {
    fail(3);
    clock.pass(Duration.ofSeconds(30));
    fail(1);
    assertEquals(0, room());
    clock.pass(Duration.ofSeconds(30));
    breakers.attempted(DEAD, Outcome.DELIVERED);
    assertEquals(4, room());
    assertEquals(0, breakers.open());
  }

  @Test
  void whatWasUnderWayWhenItOpenedDoesNotKeepItOpenLonger() {
    fail(3);
    clock.pass(Duration.ofSeconds(20));
    fail(3);
    assertEquals(Duration.ofSeconds(10), breakers.openFor(DEAD));
  }

  @Test
  void anAnswerOfAReceiverThatIsWellBreaksTheRow() {
    fail(2);
    breakers.attempted(DEAD, Outcome.REJECTED);
    fail(2);
    assertEquals(4, room());
    breakers.attempted(DEAD, Outcome.UNSENT);
    fail(1);
    assertEquals(0, room());
  }

  @Test
  void whatFailsForOneClientStaysOpenToOthers() {
    fail(3);
    assertEquals(0, room());
    assertEquals(4, breakers.room(new Route("bob", DEAD.endpoint()), 4));
  }

  @Test
  void endpointsDoNotTouchEachOtherAndAreBounded() {
    fail(3);
    assertEquals(4, breakers.room(new Route("alice", "https://well.example"), 4));
    IntStream.range(0, 20_000)
        .forEach(i -> breakers.attempted(new Route("alice", "https://e" + i), Outcome.FAILED));
    assertTrue(breakers.open() <= 1);
    assertEquals(4, room(), "the one that nobody asked for longest is forgotten");
  }

  private void fail(int times) {
    IntStream.range(0, times).forEach(i -> breakers.attempted(DEAD, Outcome.FAILED));
  }

  private int room() {
    return breakers.room(DEAD, 4);
  }
}
