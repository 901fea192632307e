package io.anteroom.account;

import java.util.Set;

/**
 * An internal service that calls Anteroom with its own key. Immutable.
 *
 * @param name the name of the client in the configuration and on its tasks
 * @param account the account that its tasks are submitted to
 * @param weight its part of the submits where clients of the account wait together; 0.001 to 1000
 * @param collections the only collections that it may index into, search and see assets of; empty:
 *     every one
 */
public record Client(String name, Account account, double weight, Set<String> collections) {

  /** A client of every collection. */
  public Client(String name, Account account, double weight) {
    this(name, account, weight, Set.of());
  }

  /** Whether it may use only some collections. */
  public boolean isRestricted() {
    return !collections.isEmpty();
  }

  /** Whether it may use this collection; null is none that a restricted client may. */
  public boolean mayUse(String collection) {
    return collections.isEmpty() || (collection != null && collections.contains(collection));
  }
}
