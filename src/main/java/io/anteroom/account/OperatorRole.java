package io.anteroom.account;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What an operator may do. */
public enum OperatorRole {
  /** Reads everything, and changes nothing. */
  READ,
  /** Reads everything, and acts. */
  ADMIN;

  /** The role with this name, in any case; empty where there is none. */
  static Optional<OperatorRole> named(String name) {
    return Arrays.stream(values())
        .filter(role -> role.label().equalsIgnoreCase(name.strip()))
        .findFirst();
  }

  /** The name as the configuration writes it, in lower case. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
