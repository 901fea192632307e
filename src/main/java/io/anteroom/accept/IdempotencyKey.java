package io.anteroom.accept;

/**
 * An idempotency key (draft-ietf-httpapi-idempotency-key-header) and what it came with.
 *
 * @param fingerprint a hash of the request that it came with: the same key with another fingerprint
 *     is refused
 */
public record IdempotencyKey(String key, String fingerprint) {}
