package io.anteroom.scenario;

import java.net.http.HttpResponse;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Small accepts of another client, one after the other, with the time of each. */
final class SmallRequestLoad implements AutoCloseable {

  private final AnteroomProcess replica;
  private final String key;
  private final List<Long> millis = new CopyOnWriteArrayList<>();
  private final List<String> others = new CopyOnWriteArrayList<>();
  private final Thread thread = new Thread(this::run, "small accepts");
  private volatile boolean stopped;

  SmallRequestLoad(AnteroomProcess replica, String key) {
    this.replica = replica;
    this.key = key;
    thread.start();
  }

  List<String> others() {
    return others;
  }

  long longest() {
    return millis.stream().mapToLong(Long::longValue).max().orElse(0);
  }

  @Override
  public String toString() {
    long[] sorted = millis.stream().mapToLong(Long::longValue).sorted().toArray();
    return sorted.length == 0
        ? "no small accepts"
        : "%d small accepts, p50 %d, p99 %d, most %d ms"
            .formatted(
                sorted.length,
                sorted[sorted.length / 2],
                sorted[sorted.length * 99 / 100],
                Arrays.stream(sorted).max().orElse(0));
  }

  private void run() {
    while (!stopped) {
      long start = System.nanoTime();
      try {
        HttpResponse<String> answer =
            TestResponses.of(
                replica,
                key,
                "POST",
                "/index/text",
                "{\"text\": \"small\", \"collection_id\": \"small\"}");
        if (answer.statusCode() != 200) {
          others.add(answer.statusCode() + " " + answer.body());
        }
      } catch (RuntimeException e) {
        others.add(e.toString());
        return;
      }
      millis.add((System.nanoTime() - start) / 1_000_000);
    }
  }

  @Override
  public void close() {
    stopped = true;
    try {
      thread.join(20_000);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
