package io.anteroom.client.callback;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullAndEmptySource;
import org.junit.jupiter.params.provider.ValueSource;

class CallbackVerifierTest {

  /** The example in the documents of Standard Webhooks. */
  private static final String SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";

  private static final String ID = "msg_p5jXN8AQM9LWM0D4loKWxJek";
  private static final long TIME = 1614265330L;
  private static final String BODY = "{\"test\": 2432232314}";
  private static final String SIGNATURE = "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=";
  private static final String OTHER = "whsec_c2FuZGJveC1jYWxsYmFjay1zZWNyZXQtbm90LXNlY3JldA==";

  private final Map<String, String> headers =
      new HashMap<>(
          Map.of(
              "webhook-id", ID,
              "webhook-timestamp", Long.toString(TIME),
              "webhook-signature", SIGNATURE));

  @Test
  void theExampleOfTheStandardIsVerified() {
    Callback callback = verifier(0, SECRET).verify(bytes(BODY), headers::get);
    assertEquals(ID, callback.id());
    assertEquals(2432232314L, callback.json().number("test").orElseThrow());
  }

  @Test
  void oneOfSeveralSecretsAndOneOfSeveralSignaturesIsEnough() {
    headers.put("webhook-signature", "v1a,AAAA v1,AAAA v1,!! " + SIGNATURE);
    assertEquals(ID, verifier(0, OTHER, SECRET).verify(bytes(BODY), headers::get).id());
  }

  @Test
  void anotherBodyIdTimeOrSecretIsRefused() {
    assertRefused(verifier(0, SECRET), BODY + " ");
    assertRefused(verifier(0, OTHER), BODY);
    headers.put("webhook-id", ID + "x");
    assertRefused(verifier(0, SECRET), BODY);
    headers.put("webhook-id", ID);
    headers.put("webhook-timestamp", Long.toString(TIME + 1));
    assertRefused(verifier(0, SECRET), BODY);
  }

  @ParameterizedTest
  @ValueSource(strings = {"webhook-id", "webhook-timestamp", "webhook-signature"})
  void aMissingOrEmptyHeaderIsRefused(String name) {
    headers.remove(name);
    assertRefused(verifier(0, SECRET), BODY);
    headers.put(name, "");
    assertRefused(verifier(0, SECRET), BODY);
  }

  @ParameterizedTest
  @ValueSource(longs = {301, -301})
  void anOldOrFutureCallbackIsRefused(long seconds) {
    assertRefused(verifier(seconds, SECRET), BODY);
  }

  @ParameterizedTest
  @ValueSource(longs = {299, -299})
  void aCallbackWithinFiveMinutesIsTaken(long seconds) {
    assertEquals(ID, verifier(seconds, SECRET).verify(bytes(BODY), headers::get).id());
  }

  @Test
  void theToleranceCanBeSet() {
    CallbackVerifier patient = verifier(3_000, SECRET).tolerance(Duration.ofHours(1));
    assertEquals(ID, patient.verify(bytes(BODY), headers::get).id());
  }

  @ParameterizedTest
  @ValueSource(strings = {"now", "1.5", "-9223372036854775808", "99999999999999999999"})
  void aTimestampThatIsNoneIsRefused(String timestamp) {
    headers.put("webhook-timestamp", timestamp);
    assertRefused(verifier(0, SECRET), BODY);
  }

  @Test
  void aSecretThatIsNoneIsRefusedWithoutShowingIt() {
    IllegalArgumentException refused =
        assertThrows(
            IllegalArgumentException.class, () -> CallbackVerifier.of("whsec_not base64 !"));
    assertFalse(refused.getMessage().contains("not base64"));
    assertThrows(IllegalArgumentException.class, CallbackVerifier::of);
  }

  /** As Anteroom does: another text could only refuse every callback, and nobody knew why. */
  @ParameterizedTest
  @NullAndEmptySource
  @ValueSource(strings = {"geheim", "whsec_", "whsec_AAAA", "MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"})
  void aTextThatIsNoSecretIsRefusedInWords(String text) {
    IllegalArgumentException refused =
        assertThrows(IllegalArgumentException.class, () -> CallbackVerifier.of(text));
    assertTrue(refused.getMessage().startsWith("A secret "), refused.getMessage());
  }

  @Test
  void aSecretHas24To64Bytes() {
    for (int bytes : new int[] {24, 64}) {
      CallbackVerifier.of(secret(bytes));
    }
    for (int bytes : new int[] {23, 65}) {
      assertThrows(IllegalArgumentException.class, () -> CallbackVerifier.of(secret(bytes)));
    }
    CallbackVerifier.of(SECRET + "\n"); // out of a file
  }

  private static String secret(int bytes) {
    return "whsec_" + Base64.getEncoder().encodeToString(new byte[bytes]);
  }

  @Test
  void aCallbackIsAboutATaskOrABatch() throws Exception {
    UUID id = UUID.randomUUID();
    Callback task =
        signed(
            "{\"type\":\"task.failed\",\"timestamp\":\"2024-12-01T10:00:05Z\",\"data\":{\"task_id\":"
                + "\"%s\",\"status\":\"FAILED\",\"failure\":{\"reason\":\"deadline\"}}}"
                    .formatted(id));
    assertEquals("task.failed", task.type());
    assertEquals(id, task.task().orElseThrow().id());
    assertTrue(task.batch().isEmpty());
    Callback batch =
        signed(
            "{\"type\":\"batch.ended\",\"timestamp\":\"2024-12-01T10:00:05Z\",\"data\":"
                + "{\"batch_id\":\"%s\",\"total\":2,\"open\":0}}".formatted(id));
    assertEquals(id, batch.batch().orElseThrow().id());
    assertTrue(batch.batch().orElseThrow().hasEnded());
    assertTrue(batch.task().isEmpty());
  }

  private Callback signed(String body) throws Exception {
    Mac mac = Mac.getInstance("HmacSHA256");
    byte[] key = Base64.getDecoder().decode(SECRET.substring(6));
    mac.init(new SecretKeySpec(key, "HmacSHA256"));
    byte[] signature = mac.doFinal(bytes(ID + "." + TIME + "." + body));
    headers.put("webhook-signature", "v1," + Base64.getEncoder().encodeToString(signature));
    return verifier(0, SECRET).verify(bytes(body), headers::get);
  }

  private void assertRefused(CallbackVerifier verifier, String body) {
    assertThrows(CallbackException.class, () -> verifier.verify(bytes(body), headers::get));
  }

  /** A verifier for whom the callback came so many seconds ago. */
  private static CallbackVerifier verifier(long seconds, String... secrets) {
    Clock clock = Clock.fixed(Instant.ofEpochSecond(TIME + seconds), ZoneOffset.UTC);
    return CallbackVerifier.of(secrets).clock(clock);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
