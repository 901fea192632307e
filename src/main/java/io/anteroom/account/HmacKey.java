package io.anteroom.account;

import java.security.GeneralSecurityException;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** A key of HMAC-SHA-256 (RFC 2104). It never prints itself. Immutable, thread-safe. */
final class HmacKey {

  private static final String ALGORITHM = "HmacSHA256";

  private final SecretKeySpec key;

  HmacKey(byte[] key) {
    this.key = new SecretKeySpec(key, ALGORITHM);
  }

  byte[] sign(byte[] message) {
    try {
      Mac mac = Mac.getInstance(ALGORITHM);
      mac.init(key);
      return mac.doFinal(message);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java platform has HMAC-SHA256", e);
    }
  }
}
