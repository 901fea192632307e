package io.anteroom.scenario;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.anteroom.sandbox.upstream.SandboxUpstream;
import io.anteroom.scenario.PlainPollingClient.Order;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The mean time from the end of a task to its being known, with 40 tasks and 60 calls a minute: by
 * list, one by one, and beside it two plain clients with the same load and quota. All four run at
 * the same time, each at a stand-in upstream of its own.
 */
class PollingIT {

  /** The load goes on for so long after what is counted, so that what ended late is known too. */
  private static final double AFTER = 1;

  @TempDir Path files;

  /**
   * Two minutes say little in seconds, since the completion times are still being learned, and so
   * the plain client that asks in turn is the measure. The long form has the bounds in seconds.
   */
  @Test
  void twoMinutes() throws IOException {
    compare(
        2,
        2,
        (byList, oneByOne, plain) -> {
          assertAtMost(0.3 * plain, byList, "by list");
          assertAtMost(plain, oneByOne, "one by one");
        });
  }

  @Test
  @Tag("scenarios")
  void thirtyMinutes() throws IOException {
    compare(
        3,
        30,
        (byList, oneByOne, plain) -> {
          assertAtMost(1, byList, "by list");
          assertAtMost(6, oneByOne, "one by one");
        });
  }

  /**
   * Mean times in seconds of the scenario's clock; the plain client is the one that asks in turn.
   */
  private interface Bounds {
    void check(double byList, double oneByOne, double plain);
  }

  private static void assertAtMost(double max, double mean, String name) {
    assertTrue(mean <= max, "%s: %.2f s, at most %.2f s".formatted(name, mean, max));
  }

  /**
   * @param warmUp minutes before anything is counted, since the completion times are learned first
   */
  private void compare(int warmUp, int minutes, Bounds bounds) throws IOException {
    MixedLoad.writeFiles(files);
    try (PollingRun byList = anteroom("by list, expected staleness", "{}");
        PollingRun oneByOne =
            anteroom("one by one, expected staleness", "{\"list_off_status\": 404}");
        PollingRun roundRobin = plain(Order.ROUND_ROBIN);
        PollingRun backoff = plain(Order.EXPONENTIAL_BACKOFF)) {
      List<PollingRun> all = List.of(byList, oneByOne, roundRobin, backoff);
      long start = System.currentTimeMillis();
      long from = start + millis(warmUp);
      long until = from + millis(minutes);
      load(all, until + millis(AFTER) - start);
      System.out.printf("polling, %d minutes at %d times the speed%n", minutes, MixedLoad.SPEED);
      all.forEach(contender -> print(contender, from, until, minutes + warmUp + AFTER));
      all.forEach(c -> assertEquals(0, c.upstream().counters().refused(), c.name()));
      bounds.check(
          byList.meanStaleness(from, until),
          oneByOne.meanStaleness(from, until),
          roundRobin.meanStaleness(from, until));
    }
  }

  private PollingRun anteroom(String name, String visibility) {
    return new AnteroomPollingRun(
        name, new ScenarioServers(MixedLoad.upstream(files, visibility), "pro"));
  }

  private PollingRun plain(Order order) {
    return new PlainPollingClient(order, SandboxUpstream.start(MixedLoad.upstream(files, "{}")));
  }

  /** The same tasks at the same moments for all. */
  private static void load(List<PollingRun> contenders, long millis) {
    List<MixedLoad.Content> contents = MixedLoad.of((int) (millis / MixedLoad.EVERY_MILLIS));
    ScheduledExecutorService clock = Executors.newScheduledThreadPool(contenders.size());
    try {
      CompletableFuture<?>[] ends =
          contenders.stream()
              .map(contender -> index(clock, contender, contents))
              .toArray(CompletableFuture[]::new);
      Awaitility.await()
          .atMost(Duration.ofMillis(2 * millis))
          .until(() -> CompletableFuture.allOf(ends).isDone());
      CompletableFuture.allOf(ends).join();
    } finally {
      clock.shutdownNow();
    }
  }

  private static CompletableFuture<Void> index(
      ScheduledExecutorService clock, PollingRun contender, List<MixedLoad.Content> contents) {
    CompletableFuture<Void> end = new CompletableFuture<>();
    var next = contents.iterator();
    Runnable one =
        () -> {
          if (!next.hasNext()) {
            end.complete(null);
            return;
          }
          try {
            contender.index(next.next());
          } catch (RuntimeException e) {
            end.completeExceptionally(e);
          }
        };
    clock.scheduleAtFixedRate(one, 0, MixedLoad.EVERY_MILLIS, TimeUnit.MILLISECONDS);
    return end;
  }

  private static void print(PollingRun contender, long from, long until, double minutes) {
    var endpoints = contender.upstream().counters().endpoints();
    double polls =
        endpoints.entrySet().stream()
            .filter(e -> e.getKey().equals("tasks.get") || e.getKey().equals("assets.list"))
            .mapToLong(e -> e.getValue().calls())
            .sum();
    System.out.printf(
        "  %-34s %7.2f s of %d tasks, %.0f polls a minute%n",
        contender.name(),
        contender.meanStaleness(from, until),
        contender.ends(from, until),
        polls / minutes);
  }

  private static long millis(double minutes) {
    return (long) (minutes * MixedLoad.WINDOW_MILLIS);
  }
}
