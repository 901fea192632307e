package io.anteroom.accept;

/** An idempotency key came again with other content. */
public final class IdempotencyKeyReusedException extends RuntimeException {

  IdempotencyKeyReusedException() {
    super("the idempotency key was used with other content", null, false, false);
  }
}
