package io.anteroom.quota;

/** An operator has paused the account: no call leaves until it is resumed. */
public final class AccountPausedException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  AccountPausedException(String account) {
    super("account " + account + " is paused", null, false, false);
  }
}
