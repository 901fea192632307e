package io.anteroom.callback.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.anteroom.async.http.RawServer;
import io.anteroom.callback.destination.ResolvedDestination;
import io.smallrye.mutiny.Uni;
import io.vertx.core.MultiMap;
import io.vertx.core.Vertx;
import java.net.InetAddress;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A receiver may send any number of informational responses (RFC 9110, 15.2). */
class CallbackInformationalResponsesTest {

  @AutoClose private static final Vertx VERTX = Vertx.vertx();
  private static final String OK = "HTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\nthanks";

  private final CallbackHttpClient post =
      new CallbackHttpClient(
          VERTX,
          Clock.systemUTC(),
          new CallbackHttpClient.Limits(Duration.ofSeconds(15), 1024, 64));

  @ParameterizedTest
  @ValueSource(ints = {100, 102, 103, 104, 199})
  void theFinalResponseIsUsed(int status) {
    String informed = "HTTP/1.1 " + status + " Working\r\nLink: </a>\r\n\r\n";
    List<String> together = List.of(informed + informed + OK);
    List<String> apart = List.of(informed, informed.substring(0, 12), informed.substring(12), OK);
    for (List<String> pieces : List.of(together, apart)) {
      try (RawServer receiver = new RawServer(request -> pieces)) {
        for (int i = 0; i < 10; i++) {
          ReceiverResponse answer = send(receiver);
          assertEquals(200, answer.status());
          assertEquals("thanks", answer.text());
        }
        assertEquals(10, receiver.heads().size(), "each was told once");
        assertTrue(receiver.connections() < 10, "a connection is good for the next");
      }
    }
  }

  @Test
  void informationalResponsesDoNotReplaceAFailure() {
    List<String> pieces = new ArrayList<>();
    for (int status : new int[] {100, 102, 103, 102, 150}) {
      pieces.add("HTTP/1.1 " + status + " \r\n\r\n");
    }
    pieces.add("HTTP/1.1 503 Not now\r\nRetry-After: 7\r\nContent-Length: 0\r\n\r\n");
    try (RawServer receiver = new RawServer(request -> pieces)) {
      ReceiverResponse answer = send(receiver);
      assertEquals(503, answer.status());
      assertEquals(Duration.ofSeconds(7), answer.retryAfter().orElseThrow());
    }
  }

  @Test
  void an101IsAFailure() {
    String switching = "HTTP/1.1 101 Switching\r\nConnection: upgrade\r\nUpgrade: x\r\n\r\n";
    try (RawServer receiver = new RawServer(request -> List.of(switching + OK))) {
      Throwable failure =
          uni(receiver)
              .onItemOrFailure()
              .transform((answer, cause) -> cause)
              .await()
              .atMost(Duration.ofSeconds(10));
      assertTrue(DeliveryErrorText.of(failure).contains("could not be read"), failure.toString());
    }
  }

  private ReceiverResponse send(RawServer receiver) {
    return uni(receiver).await().atMost(Duration.ofSeconds(10));
  }

  private Uni<ReceiverResponse> uni(RawServer receiver) {
    return post.send(
        new ResolvedDestination(
            URI.create(receiver.url() + "/in"), InetAddress.getLoopbackAddress(), false),
        MultiMap.caseInsensitiveMultiMap().add("content-type", "application/json"),
        "{}".getBytes());
  }
}
