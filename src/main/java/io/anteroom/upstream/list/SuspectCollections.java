package io.anteroom.upstream.list;

import io.anteroom.account.Account;
import io.anteroom.async.LatestUsedMap;
import jakarta.inject.Singleton;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/**
 * The collections that were in a list call which the upstream rejected: one that was deleted, say.
 * From then on each of them is asked for in a call of its own, so that it harms no task of another
 * collection. A call that is answered clears its collections. Remembered by this replica alone.
 * Thread-safe.
 */
@Singleton
public class SuspectCollections {

  private static final int MAX_REMEMBERED = 10_000;

  /** A name belongs to its account. */
  private record Suspect(String account, String collection) {}

  private final Map<Suspect, Boolean> suspects = new LatestUsedMap<>(MAX_REMEMBERED);

  /** Those of this account, at this moment. */
  public synchronized List<String> of(Account account) {
    return suspects.keySet().stream()
        .filter(suspect -> suspect.account().equals(account.name()))
        .map(Suspect::collection)
        .toList();
  }

  /**
   * Those of the tasks that one call may ask for: the first one, and in their order all that harm
   * it as little. Empty only where there are none.
   *
   * @param collectionOf the collection of a task
   */
  public synchronized <T> List<T> together(
      Account account, List<T> tasks, Function<T, String> collectionOf) {
    if (tasks.isEmpty() || suspects.isEmpty()) {
      return tasks;
    }
    String first = collectionOf.apply(tasks.get(0));
    return isSuspect(account, first)
        ? tasks.stream().filter(task -> first.equals(collectionOf.apply(task))).toList()
        : tasks.stream().filter(task -> !isSuspect(account, collectionOf.apply(task))).toList();
  }

  /**
   * The upstream rejected a call for these collections.
   *
   * @return whether they are more than one: then the others may be asked for without the one that
   *     is the reason
   */
  public synchronized boolean rejected(Account account, Collection<String> collections) {
    Set<String> distinct = new HashSet<>(collections);
    distinct.forEach(name -> suspects.put(new Suspect(account.name(), name), true));
    return distinct.size() > 1;
  }

  /** The upstream answered a call for these collections. */
  public synchronized void answered(Account account, Collection<String> collections) {
    if (!suspects.isEmpty()) {
      collections.forEach(name -> suspects.remove(new Suspect(account.name(), name)));
    }
  }

  private boolean isSuspect(Account account, String collection) {
    return suspects.get(new Suspect(account.name(), collection)) != null;
  }
}
