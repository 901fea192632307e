package io.anteroom.account;

import io.anteroom.async.Sha256;
import io.quarkus.runtime.configuration.ConfigurationException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;

/** The SHA-256 of a key: what is kept of one. Immutable. */
final class ApiKeyHash {

  private final byte[] digest;

  private ApiKeyHash(byte[] digest) {
    this.digest = digest;
  }

  static ApiKeyHash of(String key) {
    return new ApiKeyHash(Sha256.digest().digest(key.getBytes(StandardCharsets.UTF_8)));
  }

  /**
   * One that the configuration gives.
   *
   * @throws ConfigurationException in one line, without the value
   */
  static ApiKeyHash configured(String source, String hex) {
    try {
      byte[] digest = HexFormat.of().parseHex(hex.strip());
      if (digest.length == 32) {
        return new ApiKeyHash(digest);
      }
    } catch (IllegalArgumentException e) {
      // said below, without the value
    }
    throw new ConfigurationException(source + ": must be the SHA-256 of a key, 64 hex digits");
  }

  /** Whether a key is one of these. Takes the same time whichever it is, or none. */
  static boolean isAmong(List<ApiKeyHash> hashes, String key) {
    ApiKeyHash presented = of(key);
    boolean known = false;
    for (ApiKeyHash hash : hashes) {
      known |= hash.matches(presented);
    }
    return known;
  }

  /** Whether both are of the same key, in the same time whether they are or not. */
  boolean matches(ApiKeyHash other) {
    return MessageDigest.isEqual(digest, other.digest);
  }

  byte[] bytes() {
    return digest.clone();
  }
}
