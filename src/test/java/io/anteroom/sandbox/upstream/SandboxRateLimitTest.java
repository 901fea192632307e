package io.anteroom.sandbox.upstream;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.anteroom.sandbox.upstream.settings.SandboxEndpointClass;
import java.io.IOException;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SandboxRateLimitTest extends RunningSandbox {
  private final TestCaller free = new TestCaller(sandbox, TestCaller.FREE);

  /** A sliding window, whose end does not depend on when the test starts. */
  private TestReply refusal(String style) throws IOException {
    set("{\"limits\":{\"method\":\"SLIDING_WINDOW\",\"refusal\":\"" + style + "\"}}");
    for (int call = 0; call < 10; call++) {
      assertEquals(200, free.post("/assets", "{}").status());
    }
    TestReply testReply = free.post("/assets", "{}");
    assertEquals(429, testReply.status());
    assertTrue(testReply.reason().contains("limit"));
    return testReply;
  }

  @ParameterizedTest
  @ValueSource(strings = {"FIXED_WINDOW", "SLIDING_WINDOW", "TOKEN_BUCKET"})
  void refusesUntilTheWindowIsOver(String method) throws IOException {
    set(
        "{\"limits\":{\"method\":\"%s\",\"window_ms\":1000,\"plans\":{\"free\":{\"default\":2}}}}"
            .formatted(method));
    int refused = 0;
    for (int call = 0; call < 8; call++) {
      refused += free.post("/assets", "{}").status() == 429 ? 1 : 0;
    }
    assertTrue(refused > 0, "eight calls at once are more than two in a second");
    assertEquals(refused, sandbox.counters().refused());
    await().until(() -> free.post("/assets", "{}").status() == 200);
  }

  @Test
  void sendsRetryAfterInSeconds() throws IOException {
    TestReply testReply = refusal("RETRY_AFTER_SECONDS");
    int seconds = Integer.parseInt(testReply.header("Retry-After"));
    assertTrue(seconds > 50 && seconds <= 60, () -> seconds + " s");
    assertNull(testReply.header("X-RateLimit-Reset"));
  }

  @Test
  void sendsRetryAfterAsADate() throws IOException {
    String date = refusal("RETRY_AFTER_DATE").header("Retry-After");
    long until =
        ZonedDateTime.parse(date, DateTimeFormatter.RFC_1123_DATE_TIME).toEpochSecond()
            - Instant.now().getEpochSecond();
    assertTrue(until > 50 && until <= 61, () -> until + " s");
  }

  @Test
  void sendsRateLimitHeaders() throws IOException {
    TestReply testReply = refusal("RATE_LIMIT_HEADERS");
    assertEquals("10", testReply.header("X-RateLimit-Limit"));
    assertEquals("0", testReply.header("X-RateLimit-Remaining"));
    long until =
        Long.parseLong(testReply.header("X-RateLimit-Reset")) - Instant.now().getEpochSecond();
    assertTrue(until > 50 && until <= 61, () -> until + " s");
    assertNull(testReply.header("Retry-After"));
  }

  @Test
  void sendsNoHeader() throws IOException {
    TestReply testReply = refusal("BARE");
    assertNull(testReply.header("Retry-After"));
    assertNull(testReply.header("X-RateLimit-Reset"));
  }

  @Test
  void countsEachClassByItselfAndDoesNoWorkForARefusedCall() throws IOException {
    refusal("BARE");
    for (int call = 0; call < 12; call++) {
      free.indexText("words", "t" + call + ".1");
    }
    assertEquals(10, sandbox.counters().tasksCreated());
    assertEquals(12, sandbox.counters().calls(SandboxEndpointClass.INDEX_TEXT));
    assertEquals(11, sandbox.counters().calls(SandboxEndpointClass.DEFAULT));
    assertEquals(3, sandbox.counters().refused());
  }
}
