package io.anteroom.sandbox.callback;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Verifies callbacks as a receiver does (Standard Webhooks 1.0), with nothing of the code that
 * signs them. Immutable, thread-safe.
 */
final class WebhookVerifier {

  private static final String PREFIX = "whsec_";
  private static final String VERSION = "v1,";
  private static final String ALGORITHM = "HmacSHA256";
  private static final Duration TOLERANCE = Duration.ofMinutes(5);

  private final SecretKeySpec key;
  private final Clock clock;

  /**
   * For one secret.
   *
   * @param secret {@code whsec_} and the key in base64
   */
  WebhookVerifier(String secret, Clock clock) {
    byte[] bytes = Base64.getDecoder().decode(secret.substring(PREFIX.length()));
    this.key = new SecretKeySpec(bytes, ALGORITHM);
    this.clock = clock;
  }

  /**
   * Returns where the callback is genuine. A header that is missing is null.
   *
   * @throws WebhookRefusedException where it is not, with the reason
   */
  void verify(String id, String timestamp, String signatures, byte[] body) {
    if (id == null || timestamp == null || signatures == null) {
      throw new WebhookRefusedException("a webhook header is missing");
    }
    checkTime(timestamp);
    byte[] expected = signature(id + "." + timestamp + ".", body);
    boolean signed =
        Arrays.stream(signatures.split(" "))
            .filter(each -> each.startsWith(VERSION))
            .map(each -> each.substring(VERSION.length()).getBytes(StandardCharsets.US_ASCII))
            .anyMatch(each -> MessageDigest.isEqual(each, expected));
    if (!signed) {
      throw new WebhookRefusedException("the signature is not that of the secret");
    }
  }

  private void checkTime(String timestamp) {
    try {
      Instant sent = Instant.ofEpochSecond(Long.parseLong(timestamp));
      if (Duration.between(sent, clock.instant()).abs().compareTo(TOLERANCE) <= 0) {
        return;
      }
    } catch (RuntimeException e) {
      throw new WebhookRefusedException("webhook-timestamp is no time");
    }
    throw new WebhookRefusedException("webhook-timestamp is more than five minutes off");
  }

  private byte[] signature(String head, byte[] body) {
    try {
      Mac mac = Mac.getInstance(ALGORITHM);
      mac.init(key);
      mac.update(head.getBytes(StandardCharsets.UTF_8));
      return Base64.getEncoder().encode(mac.doFinal(body));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java platform has HMAC-SHA256", e);
    }
  }
}
