package io.anteroom.sandbox.upstream;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ManyTasksTest extends RunningSandbox {
  private static final int TASKS = 10_000;
  private static final int AT_ONCE = 50;

  private final AtomicInteger accepted = new AtomicInteger();

  private void indexAll() throws InterruptedException {
    HttpClient http = HttpClient.newHttpClient();
    Semaphore free = new Semaphore(AT_ONCE);
    for (int i = 0; i < TASKS; i++) {
      free.acquire();
      String body = TestCaller.textBody("words of task number " + i, "t" + i + ".1");
      HttpRequest request =
          HttpRequest.newBuilder(URI.create(sandbox.baseUrl() + "/index/text"))
              .header("Authorization", "Bearer " + TestCaller.ENTERPRISE)
              .POST(BodyPublishers.ofString(body))
              .build();
      CompletableFuture<Void> call =
          http.sendAsync(request, BodyHandlers.discarding())
              .thenAccept(reply -> accepted.addAndGet(reply.statusCode() == 200 ? 1 : 0));
      call.whenComplete((done, failure) -> free.release());
    }
    free.acquire(AT_ONCE);
  }

  @Test
  void doNotSlowAListPageDown() throws Exception {
    set("{\"stages\":{\"text\":{\"processing\":{\"min_ms\":300,\"max_ms\":900}}}}");
    indexAll();
    assertEquals(TASKS, accepted.get());
    await().atMost(Duration.ofSeconds(30)).until(() -> sandbox.completions().size() == TASKS);
    assertTrue(sandbox.completions().stream().allMatch(each -> each.status().equals("DONE")));
    assertEquals(TASKS, sandbox.counters().distinctTaskIds());
    assertEquals(0, sandbox.counters().doubledTaskIds());
    assertEquals(1, caller.post("/search/text", "{\"query\":\"9876\"}").results());
    assertTrue(millisOfAPage() < 50, "a page of a hundred markers takes milliseconds");
  }

  /** The fastest of several, since the machine may be busy. */
  private long millisOfAPage() throws IOException {
    StringBuilder markers = new StringBuilder("\"t0.1\"");
    IntStream.range(1, 100).forEach(i -> markers.append(",\"t").append(i * 99).append(".1\""));
    String body =
        "{\"filters\":{\"AND\":[{\"key\":\"metadata.anteroom_task\",\"operator\":\"in\",\"value\":[%s]}]}}"
            .formatted(markers);
    long best = Long.MAX_VALUE;
    for (int call = 0; call < 20; call++) {
      long start = System.nanoTime();
      assertEquals(100, caller.post("/assets?page_size=100", body).results());
      best = Math.min(best, TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start));
    }
    return best;
  }
}
