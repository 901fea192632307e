package io.anteroom.async;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class BackoffTest {

  private static final Duration MAX = Duration.ofSeconds(1);

  private final Backoff backoff = new Backoff(Duration.ofMillis(200), MAX);

  @Test
  void doublesUpToTheMaximum() {
    assertEquals(
        List.of(200L, 400L, 800L, 1000L, 1000L),
        IntStream.range(0, 5).mapToObj(n -> backoff.after(n).toMillis()).toList());
    assertEquals(MAX, backoff.after(Integer.MAX_VALUE));
  }

  @Test
  void jitterShortensByAtMostHalf() {
    for (int i = 0; i < 1000; i++) {
      long millis = backoff.jitteredAfter(1).toMillis();
      assertTrue(millis >= 200 && millis <= 400, millis + " ms");
    }
    assertEquals(Duration.ZERO, Backoff.jittered(Duration.ZERO));
  }
}
