package io.anteroom.account;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/**
 * An internal service that calls Anteroom with its own key, with everything that the configuration
 * says about it. Immutable.
 *
 * @param name the name of the client in the configuration and on its tasks
 * @param account the account that its tasks are submitted to
 * @param weight its share of the submits while other clients of the account wait too; 0.001 to 1000
 * @param collections the only collections that it may index into, search and see assets of; empty:
 *     all of them
 * @param maxQueued how many of its tasks may wait to be submitted, at least 1; empty: as many as of
 *     any client
 * @param callbackUrl who is told of the ends of its tasks when a request names no URL; empty: no
 *     one
 * @param callbackSecrets what its callbacks are signed with, the newest first; two while the secret
 *     is rotated; empty where the configuration gives none
 * @param apiVersion the version of the API that it gets unless it asks for another; empty: the
 *     first
 */
public record Client(
    String name,
    Account account,
    double weight,
    Set<String> collections,
    OptionalInt maxQueued,
    Optional<String> callbackUrl,
    List<Secret> callbackSecrets,
    Optional<String> apiVersion) {

  public boolean isRestricted() {
    return !collections.isEmpty();
  }

  /**
   * Whether it may use this collection.
   *
   * @param collection null where a call names none, which a restricted client may not do
   */
  public boolean mayUse(String collection) {
    return collections.isEmpty() || (collection != null && collections.contains(collection));
  }
}
