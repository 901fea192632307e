package io.anteroom.task;

/** An idempotency key came again with other content. */
public final class KeyReused extends RuntimeException {

  private static final long serialVersionUID = 1L;

  KeyReused() {
    super("the idempotency key was used with other content", null, false, false);
  }
}
