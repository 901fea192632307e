package io.anteroom.callback.secret;

import java.util.Arrays;
import java.util.Base64;

/**
 * What the callbacks of a client are signed with (Standard Webhooks: 24 to 64 bytes). Never shown
 * but by {@link #text()}: it prints as asterisks. Immutable, thread-safe.
 *
 * @param key the bytes, copied in and out
 */
public record CallbackSecret(byte[] key) {

  private static final String PREFIX = "whsec_";
  private static final int MIN = 24;
  private static final int MAX = 64;

  public CallbackSecret {
    if (key.length < MIN || key.length > MAX) {
      throw new IllegalArgumentException("a callback secret has 24 to 64 bytes");
    }
    key = key.clone();
  }

  /**
   * Reads {@code whsec_} and the bytes in base64.
   *
   * @throws IllegalArgumentException with a sentence that does not hold the text
   */
  public static CallbackSecret parse(String text) {
    String stripped = text.strip();
    if (!stripped.startsWith(PREFIX)) {
      throw new IllegalArgumentException("a callback secret starts with whsec_");
    }
    return new CallbackSecret(decoded(stripped.substring(PREFIX.length())));
  }

  private static byte[] decoded(String base64) {
    try {
      return Base64.getDecoder().decode(base64);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("what follows whsec_ must be base64");
    }
  }

  @Override
  public byte[] key() {
    return key.clone();
  }

  /** The secret as its owner keeps it: {@code whsec_} and base64. */
  public String text() {
    return PREFIX + Base64.getEncoder().encodeToString(key);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof CallbackSecret secret && Arrays.equals(key, secret.key);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(key);
  }

  @Override
  public String toString() {
    return "***";
  }
}
