package io.anteroom.async;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;

class FailureLogTest {

  @Test
  void failuresOfNetworksAndServersAreNoBugs() {
    assertFalse(FailureLog.isMistake(new IOException("reset")));
    assertFalse(FailureLog.isMistake(new UncheckedIOException(new IOException("reset"))));
    assertFalse(FailureLog.isMistake(new TimeoutException()));
    assertFalse(FailureLog.isMistake(new RuntimeException("no answer", new IOException())));
  }

  @Test
  void aMistakeThatIsMadeAgainAndAgainIsSaidEachMinute() {
    ManualTicker ticker = new ManualTicker();
    String place = "a place of this test";
    assertTrue(FailureLog.isDue(place, ticker));
    ticker.pass(Duration.ofSeconds(40));
    assertFalse(FailureLog.isDue(place, ticker));
    ticker.pass(Duration.ofSeconds(40));
    assertTrue(FailureLog.isDue(place, ticker));
    assertTrue(FailureLog.isDue("another place", ticker));
  }

  @Test
  void aWrappedBugIsFound() {
    assertTrue(FailureLog.isMistake(new IllegalStateException("no Vert.x context")));
    assertTrue(FailureLog.isMistake(new RuntimeException(new NullPointerException())));
    Throwable wrapped = new RuntimeException(new IOException(new ClassCastException()));
    assertTrue(FailureLog.isMistake(wrapped));
  }
}
