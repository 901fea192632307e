package io.anteroom.callback.secret;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.anteroom.callback.secret.NodeReceiver.Verdict;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Our signatures, verified by the Standard Webhooks library. */
class CallbackSignatureTest {

  private static final CallbackSecret NEW = secret(1, 32);
  private static final CallbackSecret OLD = secret(100, 24);
  private static final CallbackSecret OTHER = secret(50, 64);
  private static final String BODY = "{\"type\":\"task.done\",\"data\":{\"name\":\"Füße 日本 🙂\"}}";

  /** One for the whole class, so that signature and header never lie a second apart. */
  private static final long NOW = Instant.now().getEpochSecond();

  private static final HttpClient HTTP = HttpClient.newHttpClient();
  private static NodeReceiver receiver;
  private static NodeReceiver behind;

  /** Before each, so that each is reported as skipped where there is no Node. */
  @BeforeEach
  void start() {
    if (receiver == null) {
      receiver = NodeReceiver.start(NEW.text());
      behind = NodeReceiver.start(OLD.text());
    }
  }

  @AfterAll
  static void stop() {
    if (receiver != null) {
      receiver.close();
    }
    if (behind != null) {
      behind.close();
    }
  }

  @Test
  void aSignatureIsVerified() throws Exception {
    assertEquals(204, send(receiver, "one", NOW, BODY, signature("one", BODY, NEW)));
    assertEquals(new Verdict("one", true, null, BODY), verdict(receiver, "one"));
  }

  @Test
  void duringARotationBothReceiversVerify() throws Exception {
    String signatures = signature("two", BODY, NEW, OLD);
    assertEquals(2, signatures.split(" ").length);
    assertEquals(204, send(receiver, "two", NOW, BODY, signatures));
    assertEquals(204, send(behind, "two", NOW, BODY, signatures));
    assertEquals(204, send(behind, "two", NOW, BODY, signature("two", BODY, OTHER, OLD)));
  }

  @Test
  void aTamperedBodyIsRefused() throws Exception {
    String signature = signature("three", BODY, NEW);
    assertEquals(401, send(receiver, "three", NOW, BODY.replace("done", "fail"), signature));
    assertEquals("No matching signature found", verdict(receiver, "three").reason());
  }

  @Test
  void anotherIdOrTimeIsRefused() throws Exception {
    assertEquals(401, send(receiver, "four", NOW, BODY, signature("five", BODY, NEW)));
    assertEquals(401, send(receiver, "six", NOW - 1, BODY, signature("six", BODY, NEW)));
  }

  @Test
  void anotherSecretIsRefused() throws Exception {
    assertEquals(401, send(receiver, "seven", NOW, BODY, signature("seven", BODY, OLD)));
  }

  @Test
  void anOldTimestampIsRefused() throws Exception {
    long old = NOW - Duration.ofMinutes(6).toSeconds();
    String signature = CallbackSignature.of("eight", old, bytes(BODY), List.of(NEW));
    assertEquals(401, send(receiver, "eight", old, BODY, signature));
    assertEquals("Message timestamp too old", verdict(receiver, "eight").reason());
  }

  private static int send(NodeReceiver to, String id, long at, String body, String signature)
      throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(to.url())
            .header("Content-Type", "application/json")
            .header("webhook-id", id)
            .header("webhook-timestamp", Long.toString(at))
            .header("webhook-signature", signature)
            .POST(BodyPublishers.ofString(body))
            .build();
    return HTTP.send(request, BodyHandlers.discarding()).statusCode();
  }

  private static Verdict verdict(NodeReceiver of, String id) {
    return Awaitility.await()
        .until(
            () -> of.verdicts().stream().filter(v -> id.equals(v.webhookId())).findFirst(),
            Optional::isPresent)
        .orElseThrow();
  }

  private static String signature(String id, String body, CallbackSecret... secrets) {
    return CallbackSignature.of(id, NOW, bytes(body), List.of(secrets));
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static CallbackSecret secret(int first, int length) {
    byte[] key = new byte[length];
    for (int i = 0; i < length; i++) {
      key[i] = (byte) (first + 3 * i);
    }
    return new CallbackSecret(key);
  }
}
