package io.anteroom.quota;

/** An operator has paused the account: no call leaves until it is resumed. */
public final class AccountPausedException extends RuntimeException {

  AccountPausedException(String account) {
    super("account " + account + " is paused", null, false, false);
  }
}
