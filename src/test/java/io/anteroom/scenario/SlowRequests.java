package io.anteroom.scenario;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import org.awaitility.Awaitility;

/** Slow clients of a replica, most of whom are cut off. */
record SlowRequests(AnteroomProcess replica) {

  private static final String TEXT = "{\"text\": \"here\", \"collection_id\": \"c\"}";
  private static final Duration SOON = Duration.ofSeconds(20);
  private static final Duration PACE = Duration.ofMillis(100);

  void aHeadThatDribblesIsCut() {
    try (SlowClient caller = new SlowClient(replica.port())) {
      caller.write(SlowClient.head("GET /tasks", "X-Long: "));
      report("head", caller.dribble("x", PACE, Duration.ofSeconds(5)));
      assertEquals("", caller.answer());
    }
  }

  void aHandshakeThatNeverComesIsCut() {
    try (SlowClient caller = new SlowClient(replica.httpsPort())) {
      report("handshake", caller.dribble("", PACE, Duration.ofSeconds(5)));
    }
  }

  void aBodyThatDribblesIsCut() {
    try (SlowClient caller = new SlowClient(replica.port())) {
      caller.write(post("POST /index/text", 100_000));
      report("body", caller.dribble("x", PACE, Duration.ofSeconds(5)));
    }
  }

  void aBodyThatNobodyWantsIsCutToo() {
    try (SlowClient caller = new SlowClient(replica.port())) {
      caller.write("POST /tasks HTTP/1.1\r\nHost: x\r\nContent-Length: 100000\r\n\r\n");
      assertTrue(caller.awaitAnswer(SOON).startsWith("HTTP/1.1 401 "), caller.answer());
      report("refused body", caller.dribble("x", PACE, Duration.ofSeconds(5)));
    }
  }

  /** Twice the minimum pace, after the response was sent. */
  void aBodyThatNobodyWantsIsCutAtAnyPace() {
    try (SlowClient caller = new SlowClient(replica.port())) {
      caller.write("POST /tasks HTTP/1.1\r\nHost: x\r\nContent-Length: 100000\r\n\r\n");
      assertTrue(caller.awaitAnswer(SOON).startsWith("HTTP/1.1 401 "), caller.answer());
      report("answered body", caller.dribble("x".repeat(205), PACE, Duration.ofSeconds(8)));
    }
  }

  void whoAsksNothingMoreIsCut() {
    try (SlowClient caller = new SlowClient(replica.port())) {
      caller.write(SlowClient.head("GET /tasks", "\r\n"));
      assertTrue(caller.awaitAnswer(SOON).startsWith("HTTP/1.1 200 "), caller.answer());
      caller.write(SlowClient.head("GET /tasks", "X-Long: "));
      report("next head", caller.dribble("x", PACE, Duration.ofSeconds(5)));
    }
  }

  /** Twice the minimum pace, for three times the time that a slower body may take. */
  void aSlowBodyThatKeepsItsPacePasses() {
    int parts = 30;
    String part = " ".repeat(205);
    try (SlowClient caller = new SlowClient(replica.port())) {
      caller.write(post("POST /index/text", parts * part.length() + TEXT.length()));
      int[] sent = {0};
      Awaitility.await()
          .atMost(SOON)
          .pollDelay(Duration.ZERO)
          .pollInterval(PACE)
          .until(() -> caller.write(part) != null && ++sent[0] == parts);
      caller.write(TEXT);
      assertTrue(caller.awaitAnswer(SOON).startsWith("HTTP/1.1 200 "), caller.answer());
    }
  }

  void whoWaitsIsNotCut() {
    String wait = "Prefer: wait=4\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n";
    try (SlowClient caller = new SlowClient(replica.port())) {
      caller.write(SlowClient.head("POST /index-and-wait", wait.formatted(TEXT.length())) + TEXT);
      assertTrue(caller.awaitAnswer(SOON).startsWith("HTTP/1.1 202 "), caller.answer());
    }
  }

  /** A stream may stay silent for longer than any request. */
  void aStreamIsNotCut() {
    try (SlowClient caller = new SlowClient(replica.port())) {
      caller.write(SlowClient.head("GET /events", "\r\n"));
      assertTrue(caller.awaitAnswer(SOON).startsWith("HTTP/1.1 200 "), caller.answer());
      Awaitility.await().during(Duration.ofSeconds(4)).atMost(SOON).until(() -> !caller.isClosed());
    }
  }

  private static String post(String line, int length) {
    return SlowClient.head(
        line, "Content-Type: application/json\r\nContent-Length: " + length + "\r\n\r\n");
  }

  private static void report(String what, Duration after) {
    System.out.printf("slow %s: cut after %d ms%n", what, after.toMillis());
  }
}
