package io.anteroom.accept;

/**
 * An idempotency key (draft-ietf-httpapi-idempotency-key-header) and what it came with.
 *
 * @param fingerprint a hash of the request that it came with: the same key with another fingerprint
 *     is refused
 */
public record IdempotencyKey(String key, String fingerprint) {

  /** No key of a client begins with it, since a header has no such character. */
  private static final char OURS = '\u0001';

  /** A key of Anteroom's own, beside those of the client. */
  public static IdempotencyKey ownKey(String key, String fingerprint) {
    return new IdempotencyKey(OURS + key, fingerprint);
  }
}
