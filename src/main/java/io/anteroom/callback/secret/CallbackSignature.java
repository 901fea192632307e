package io.anteroom.callback.secret;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Base64;
import java.util.List;
import java.util.stream.Collectors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Signs callbacks (Standard Webhooks 1.0): HMAC-SHA256 over id, timestamp and body, with a full
 * stop between them. Stateless.
 */
public final class CallbackSignature {

  private static final String ALGORITHM = "HmacSHA256";

  private CallbackSignature() {}

  /**
   * The value of the header {@code webhook-signature}: {@code v1,<base64>} for each secret, with a
   * space between them.
   *
   * @param id the {@code webhook-id}, without a full stop
   * @param timestampSeconds the {@code webhook-timestamp}, in seconds since 1970 (UTC)
   * @param body the body, byte by byte as it is sent
   * @param secrets at least one; the receiver needs only one of them
   */
  public static String of(
      String id, long timestampSeconds, byte[] body, List<CallbackSecret> secrets) {
    byte[] head = (id + "." + timestampSeconds + ".").getBytes(StandardCharsets.UTF_8);
    return secrets.stream()
        .map(secret -> "v1," + Base64.getEncoder().encodeToString(hmac(secret, head, body)))
        .collect(Collectors.joining(" "));
  }

  private static byte[] hmac(CallbackSecret secret, byte[] head, byte[] body) {
    try {
      Mac mac = Mac.getInstance(ALGORITHM);
      mac.init(new SecretKeySpec(secret.key(), ALGORITHM));
      mac.update(head);
      return mac.doFinal(body);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java platform has HMAC-SHA256", e);
    }
  }
}
