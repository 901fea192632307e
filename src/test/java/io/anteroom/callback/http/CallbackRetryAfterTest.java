package io.anteroom.callback.http;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.anteroom.async.http.RawServer;
import io.anteroom.callback.destination.ResolvedDestination;
import io.vertx.core.MultiMap;
import io.vertx.core.Vertx;
import java.net.InetAddress;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How long a receiver asks to stay away, read from real responses. */
class CallbackRetryAfterTest {

  @AutoClose private static final Vertx VERTX = Vertx.vertx();

  private final CallbackHttpClient post =
      new CallbackHttpClient(
          VERTX,
          Clock.systemUTC(),
          new CallbackHttpClient.Limits(Duration.ofSeconds(15), 1024, 64));

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          500 | RateLimit: "day";r=900;t=70000
          500 | X-RateLimit-Reset: 32503680000
          503 | RateLimit-Reset: 70000
          404 | X-RateLimit-Reset-After: 70000
          302 | RateLimit: limit=10, remaining=0, reset=70000
          """)
  void aRateLimitSaysNothingOfAnotherFailure(int status, String headers) {
    assertEquals(Optional.empty(), retryAfter(status, headers));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          429 | RateLimit: "burst";r=0;t=20, "day";r=900;t=70000 | 20
          429 | X-RateLimit-Reset: 20                            | 20
          429 | Retry-After: 5~RateLimit-Reset: 20               | 20
          503 | Retry-After: 5~RateLimit-Reset: 20               | 5
          500 | retry-after-ms: 7000~X-RateLimit-Reset: 20       | 7
          """)
  void theLongestThatCountsWins(int status, String headers, long seconds) {
    assertEquals(Optional.of(Duration.ofSeconds(seconds)), retryAfter(status, headers));
  }

  private Optional<Duration> retryAfter(int status, String headers) {
    String head =
        "HTTP/1.1 %d X\r\n%s\r\nContent-Length: 0\r\n\r\n"
            .formatted(status, headers.replace("~", "\r\n"));
    try (RawServer receiver = new RawServer(request -> List.of(head))) {
      return post.send(
              new ResolvedDestination(
                  URI.create(receiver.url() + "/in"), InetAddress.getLoopbackAddress(), false),
              MultiMap.caseInsensitiveMultiMap().add("content-type", "application/json"),
              "{}".getBytes())
          .await()
          .atMost(Duration.ofSeconds(10))
          .retryAfter();
    }
  }
}
