package io.anteroom.account;

/**
 * Somebody who runs this installation, and calls it with a key of their own. Sees the tasks of all
 * clients. Immutable.
 *
 * @param name the name in the configuration
 */
public record Operator(String name, OperatorRole role) {

  /** Whether it may change something. */
  public boolean isAdmin() {
    return role == OperatorRole.ADMIN;
  }
}
