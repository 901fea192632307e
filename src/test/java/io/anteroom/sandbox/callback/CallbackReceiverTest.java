package io.anteroom.sandbox.callback;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.anteroom.callback.secret.CallbackSecret;
import io.anteroom.callback.secret.CallbackSignature;
import io.anteroom.sandbox.SandboxKeys;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Callbacks are signed by the service's own code here, which the receiver does not share. */
class CallbackReceiverTest {

  private static final Instant NOW = Instant.parse("2026-01-31T10:00:00Z");
  private static final String BODY =
      "{\"type\":\"task.done\",\"timestamp\":\"2026-01-31T10:00:00Z\",\"data\":{\"task_id\":\"t-1\"}}";
  private static final String OTHER = "whsec_YW5vdGhlciBzZWNyZXQgb2YgdGhpcnR5LXR3byBieQ==";

  private final BlockingQueue<String> lines = new LinkedBlockingQueue<>();
  private final CallbackReceiver receiver =
      CallbackReceiver.start(
          0, SandboxKeys.CALLBACK_SECRET, Clock.fixed(NOW, ZoneOffset.UTC), lines::add);

  @AfterEach
  void stop() {
    receiver.close();
  }

  @Test
  void takesAndListsAGenuineCallback() throws Exception {
    assertEquals(204, send("msg_1", NOW, BODY, SandboxKeys.CALLBACK_SECRET));
    assertEquals("callback verified: task.done t-1 msg_1", lines.remove());
    JsonNode newest = list().path("callbacks").path(0);
    assertTrue(newest.path("verified").asBoolean());
    assertEquals("msg_1", newest.path("id").asText());
    assertEquals("t-1", newest.at("/body/data/task_id").asText());
    assertEquals("2026-01-31T10:00:00Z", newest.path("received_at").asText());
  }

  @Test
  void takesACallbackThatTwoSecretsSigned() throws Exception {
    assertEquals(204, send("msg_1", NOW, BODY, OTHER, SandboxKeys.CALLBACK_SECRET));
  }

  @Test
  void refusesAnotherSecret() throws Exception {
    assertEquals(401, send("msg_2", NOW, BODY, OTHER));
    assertEquals(
        "callback refused with 401: the signature is not that of the secret", lines.remove());
    JsonNode newest = list().path("callbacks").path(0);
    assertEquals("the signature is not that of the secret", newest.path("refused").asText());
    assertTrue(newest.path("body").isMissingNode());
  }

  @Test
  void refusesAnOldOneAndOneFromTheFuture() throws Exception {
    for (long off : List.of(-301, 301)) {
      assertEquals(401, send("m", NOW.plusSeconds(off), BODY, SandboxKeys.CALLBACK_SECRET));
      assertTrue(lines.remove().contains("five minutes"));
    }
    assertEquals(204, send("m", NOW.minusSeconds(300), BODY, SandboxKeys.CALLBACK_SECRET));
  }

  @Test
  void refusesWhatIsNoCallback() throws Exception {
    HttpRequest request = to().POST(BodyPublishers.ofString(BODY)).build();
    assertEquals(401, status(request));
    assertEquals("callback refused with 401: a webhook header is missing", lines.remove());
    assertEquals(401, send("m", NOW, "no JSON", SandboxKeys.CALLBACK_SECRET));
    assertEquals("callback refused with 401: the body is no JSON", lines.remove());
    assertEquals(405, status(to().DELETE().build()));
  }

  @Test
  void keepsTheNewestHundred() throws Exception {
    for (int i = 1; i <= 101; i++) {
      send("msg_" + i, NOW, BODY, SandboxKeys.CALLBACK_SECRET);
    }
    JsonNode callbacks = list().path("callbacks");
    assertEquals(100, callbacks.size());
    assertEquals("msg_101", callbacks.path(0).path("id").asText());
    assertEquals("msg_2", callbacks.path(99).path("id").asText());
  }

  private int send(String id, Instant at, String body, String... secrets) throws Exception {
    List<CallbackSecret> signing = List.of(secrets).stream().map(CallbackSecret::parse).toList();
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    return status(
        to().header("webhook-id", id)
            .header("webhook-timestamp", Long.toString(at.getEpochSecond()))
            .header(
                "webhook-signature", CallbackSignature.of(id, at.getEpochSecond(), bytes, signing))
            .POST(BodyPublishers.ofByteArray(bytes))
            .build());
  }

  private JsonNode list() throws IOException, InterruptedException {
    String body = HttpClient.newHttpClient().send(to().build(), BodyHandlers.ofString()).body();
    return new ObjectMapper().readTree(body);
  }

  private HttpRequest.Builder to() {
    return HttpRequest.newBuilder(URI.create(receiver.url()));
  }

  private static int status(HttpRequest request) throws IOException, InterruptedException {
    return HttpClient.newHttpClient().send(request, BodyHandlers.discarding()).statusCode();
  }
}
