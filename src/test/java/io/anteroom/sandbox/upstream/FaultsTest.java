package io.anteroom.sandbox.upstream;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.anteroom.sandbox.upstream.settings.FaultSettings;
import io.anteroom.sandbox.upstream.settings.SandboxEndpointClass;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FaultsTest extends RunningSandbox {

  private void fault(String endpoint, FaultSettings faults) {
    sandbox.reconfigure(settings -> settings.withFaults(endpoint, faults));
  }

  private int tasks() {
    return sandbox.counters().tasksCreated();
  }

  private void assertDropped() {
    assertThrows(IOException.class, () -> caller.indexText("words", "t.1"));
    assertEquals(1, sandbox.counters().endpoints().get("index.text").outcomes().get("dropped"));
  }

  @ParameterizedTest
  @ValueSource(ints = {400, 401, 403, 404, 429, 500, 503})
  void answersWithAForcedStatusAndDoesNoWork(int status) throws IOException {
    fault("index.text", FaultSettings.forced(status));
    TestReply testReply = caller.post("/index/text", TestCaller.textBody("words", "t.1"));
    assertEquals(status, testReply.status());
    assertFalse(testReply.reason().isBlank());
    assertEquals(status == 429, testReply.header("Retry-After") != null);
    assertEquals(status == 429 ? 1 : 0, sandbox.counters().refused());
    assertEquals(0, tasks());
    assertEquals(200, caller.post("/assets", "{}").status(), "others go on");
  }

  @Test
  void answersSomeCallsWithAServerError() throws IOException {
    fault("*", FaultSettings.serverErrors(0.5, 502));
    List<Integer> statuses = statusesOfTwenty();
    assertTrue(statuses.contains(200) && statuses.contains(502), statuses::toString);
    assertEquals(statuses.stream().filter(status -> status == 200).count(), tasks());
    sandbox.reset();
    assertEquals(statuses, statusesOfTwenty(), "a run repeats");
  }

  private List<Integer> statusesOfTwenty() throws IOException {
    List<Integer> statuses = new ArrayList<>();
    for (int call = 0; call < 20; call++) {
      statuses.add(caller.post("/index/text", TestCaller.textBody("words", "t.1")).status());
    }
    return statuses;
  }

  @Test
  void dropsTheConnectionBeforeTheWork() {
    fault("index.text", FaultSettings.dropsBefore(1));
    assertDropped();
    assertEquals(0, tasks());
    assertEquals(1, sandbox.counters().calls(SandboxEndpointClass.INDEX_TEXT));
  }

  @Test
  void dropsTheConnectionAfterTheWork() throws IOException {
    fault("index.text", FaultSettings.dropsAfter(1));
    assertDropped();
    assertEquals(1, tasks());
    assertEquals(1, caller.post("/assets", "{}").results());
  }

  @Test
  void doesTheWorkLongAfterItDroppedTheConnection() throws IOException {
    fault("index.text", FaultSettings.lateAcceptance(1, 3_000));
    assertDropped();
    assertEquals(0, caller.post("/assets", "{}").results());
    await().until(() -> caller.post("/assets", "{}").results() == 1);
  }

  @Test
  void doesNoLateWorkForACallThatItWouldRefuse() {
    fault("index.text", FaultSettings.lateAcceptance(1, 1));
    assertThrows(IOException.class, () -> caller.post("/index/text", "{}"));
    await().during(Duration.ofMillis(50)).until(() -> tasks() == 0);
  }

  @Test
  void answersWithoutATaskId() throws IOException {
    fault("index.text", FaultSettings.withoutTaskIds(1));
    TestReply testReply = caller.post("/index/text", TestCaller.textBody("words", "t.1"));
    assertEquals(200, testReply.status());
    assertFalse(testReply.body().has("task_id"));
    assertTrue(testReply.body().has("message"));
    assertEquals(1, tasks());
  }

  @Test
  void answersWithARedirect() throws IOException {
    fault("index.text", FaultSettings.redirects(1, null));
    TestReply testReply = caller.post("/index/text", TestCaller.textBody("words", "t.1"));
    assertEquals(307, testReply.status());
    assertEquals("/moved/index/text", testReply.header("Location"));
    assertEquals(0, tasks());
  }

  /** A header cannot hold a line break: writing the answer throws, when the delay is over. */
  @Test
  void answersThoughItsOwnCodeThrows() throws IOException {
    set("{\"latency\":{\"index.text\":{\"jitter_min_ms\":20,\"jitter_max_ms\":20}}}");
    fault("index.text", FaultSettings.redirects(1, "/a\r\nb"));
    String body = TestCaller.textBody("words", "t.1");
    assertEquals(500, caller.post("/index/text", body).status());
    assertEquals(307, answered(FaultSettings.redirects(1, "/moved")));
  }

  private int answered(FaultSettings faults) throws IOException {
    fault("index.text", faults);
    return caller.post("/index/text", TestCaller.textBody("words", "t.2")).status();
  }

  @Test
  void delaysResponses() throws IOException {
    set("{\"latency\":{\"assets.list\":{\"jitter_min_ms\":150,\"jitter_max_ms\":200}}}");
    long start = System.nanoTime();
    caller.post("/assets", "{}");
    long took = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start);
    assertTrue(took >= 149, () -> took + " ms");
  }

  @Test
  void countsACallWhenItArrives() {
    set("{\"latency\":{\"assets.list\":{\"jitter_min_ms\":1000,\"jitter_max_ms\":1000}}}");
    assertEquals(0, sandbox.counters().calls());
    CompletableFuture<Integer> call = CompletableFuture.supplyAsync(this::listAssets);
    await().pollInterval(Duration.ofMillis(5)).until(() -> sandbox.counters().calls() == 1);
    assertFalse(call.isDone());
    assertEquals(200, call.join());
  }

  private int listAssets() {
    try {
      return caller.post("/assets", "{}").status();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
