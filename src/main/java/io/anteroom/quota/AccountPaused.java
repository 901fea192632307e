package io.anteroom.quota;

/** An operator has paused the account: no call leaves until it is resumed. */
public final class AccountPaused extends RuntimeException {

  private static final long serialVersionUID = 1L;

  AccountPaused(String account) {
    super("account " + account + " is paused", null, false, false);
  }
}
