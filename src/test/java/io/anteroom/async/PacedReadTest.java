package io.anteroom.async;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.UniEmitter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PacedReadTest {

  private static final Duration SECOND = Duration.ofSeconds(1);
  private static final Duration AT_ONCE = Duration.ofMillis(1);

  private final ManualTicker ticker = new ManualTicker();
  private final List<UniEmitter<? super String>> reads = new ArrayList<>();
  private final PacedRead<String> value =
      new PacedRead<>(() -> Uni.createFrom().emitter(reads::add), SECOND, ticker);

  @Test
  void whoWantsItMeanwhileSharesTheRead() {
    var one = value.get().subscribeAsCompletionStage();
    var two = value.get().subscribeAsCompletionStage();
    reads.get(0).complete("a");
    assertEquals("a", one.join());
    assertEquals("a", two.join());
    assertEquals("a", now(value.get()));
    assertEquals(1, reads.size());
  }

  @Test
  void aValueIsKeptForItsTimeAndALongReadForTwentyTimesAsLong() {
    value.get().subscribeAsCompletionStage();
    reads.get(0).complete("a");
    ticker.pass(SECOND);
    var next = value.get().subscribeAsCompletionStage();
    assertEquals(2, reads.size());
    ticker.pass(SECOND);
    reads.get(1).complete("b");
    assertEquals("b", next.join());
    ticker.pass(SECOND.multipliedBy(19));
    assertEquals("b", now(value.get()));
    ticker.pass(SECOND);
    value.get().subscribeAsCompletionStage();
    assertEquals(3, reads.size());
  }

  @Test
  void whoDoesNotWaitGetsTheValueBefore() {
    assertEquals(Optional.empty(), now(value.within(AT_ONCE)));
    reads.get(0).complete("a");
    assertEquals(Optional.of("a"), now(value.within(AT_ONCE)));
    ticker.pass(SECOND);
    assertEquals(Optional.of("a"), now(value.within(AT_ONCE)), "the next read is under way");
    assertEquals(2, reads.size());
    reads.get(1).complete("b");
    assertEquals(Optional.of("b"), now(value.within(AT_ONCE)));
  }

  @Test
  void aFailureIsNotKept() {
    var failed = value.get().subscribeAsCompletionStage();
    reads.get(0).fail(new IllegalStateException("away"));
    assertThrows(RuntimeException.class, failed::join);
    var lenient = value.within(SECOND).subscribeAsCompletionStage();
    reads.get(1).fail(new IllegalStateException("away"));
    assertEquals(Optional.empty(), lenient.join());
    var next = value.get().subscribeAsCompletionStage();
    reads.get(2).complete("a");
    assertEquals("a", next.join());
  }

  private static <T> T now(Uni<T> uni) {
    return uni.await().atMost(Duration.ofSeconds(10));
  }
}
