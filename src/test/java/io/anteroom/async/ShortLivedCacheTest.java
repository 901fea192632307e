package io.anteroom.async;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class ShortLivedCacheTest {

  private final ManualTicker ticker = new ManualTicker();
  private final List<String> asked = new ArrayList<>();
  private Uni<Integer> answer = Uni.createFrom().item(asked::size);
  private final ShortLivedCache<Integer> memory =
      new ShortLivedCache<>(this::ask, Duration.ofSeconds(10), 3, ticker);

  @Test
  void readsOnceWithinItsTime() {
    assertEquals(1, of("a"));
    ticker.pass(Duration.ofSeconds(9));
    assertEquals(1, of("a"));
    ticker.pass(Duration.ofSeconds(1));
    assertEquals(2, of("a"));
    memory.forget("a");
    assertEquals(3, of("a"));
  }

  @Test
  void readsOnceForConcurrentCallers() {
    CompletableFuture<Integer> source = new CompletableFuture<>();
    answer = Uni.createFrom().completionStage(source);
    CompletableFuture<Integer> one = memory.of("a").subscribeAsCompletionStage();
    CompletableFuture<Integer> two = memory.of("a").subscribeAsCompletionStage();
    source.complete(7);
    assertEquals(7, one.join());
    assertEquals(7, two.join());
    assertEquals(List.of("a"), asked);
  }

  @Test
  void aCallerThatGoesAwayDoesNotCancelTheReadOfTheOthers() {
    CompletableFuture<Integer> source = new CompletableFuture<>();
    answer = Uni.createFrom().completionStage(source);
    CompletableFuture<Integer> one = memory.of("a").subscribeAsCompletionStage();
    CompletableFuture<Integer> two = memory.of("a").subscribeAsCompletionStage();
    one.cancel(true);
    source.complete(7);
    assertEquals(7, two.join());
    assertEquals(List.of("a"), asked);
  }

  @Test
  void aFailureIsNotRemembered() {
    answer = Uni.createFrom().failure(new IllegalStateException("no"));
    assertEquals(-1, memory.of("a").onFailure().recoverWithItem(-1).await().indefinitely());
    answer = Uni.createFrom().item(5);
    assertEquals(5, of("a"));
  }

  @Test
  void hasAMaximumSize() {
    for (String key : List.of("a", "b", "c", "a", "b", "c")) {
      of(key);
    }
    assertEquals(List.of("a", "b", "c"), asked);
    of("d");
    of("a");
    assertEquals(List.of("a", "b", "c", "d", "a"), asked, "all were forgotten");
  }

  private Uni<Integer> ask(String key) {
    asked.add(key);
    return answer;
  }

  private int of(String key) {
    return memory.of(key).await().indefinitely();
  }
}
