package io.anteroom.upstream.list;

import io.anteroom.account.Account;
import io.anteroom.async.LatestUsedMap;
import io.anteroom.async.Ticker;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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

  /** How long a call is made without a collection that it can do without. */
  private static final Duration LEFT_OUT = Duration.ofHours(1);

  /** A name belongs to its account. */
  private record Suspect(String account, String collection) {}

  private final MissingCollections missing;
  private final Ticker ticker;

  /** When a call for this one alone was last rejected, by the ticker; empty: there was none. */
  private final Map<Suspect, Optional<Long>> suspects = new LatestUsedMap<>(MAX_REMEMBERED);

  public SuspectCollections(MissingCollections missing, Ticker ticker) {
    this.missing = missing;
    this.ticker = ticker;
  }

  /** Those of this account, at this moment. */
  public synchronized List<String> of(Account account) {
    return suspects.keySet().stream()
        .filter(suspect -> suspect.account().equals(account.name()))
        .map(Suspect::collection)
        .toList();
  }

  /**
   * Those of which a call for them alone was rejected in the last hour. A call that needs none of
   * them is better made without. Later they are worth a try: the reason may be over.
   */
  public synchronized List<String> lately(Account account) {
    return suspects.entrySet().stream()
        .filter(suspect -> suspect.getKey().account().equals(account.name()))
        .filter(suspect -> suspect.getValue().filter(this::isLately).isPresent())
        .map(suspect -> suspect.getKey().collection())
        .toList();
  }

  private boolean isLately(long rejected) {
    return ticker.since(rejected).compareTo(LEFT_OUT) <= 0;
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
    boolean isAlone = distinct.size() == 1;
    for (String name : distinct) {
      Suspect suspect = new Suspect(account.name(), name);
      Optional<Long> before = suspects.getOrDefault(suspect, Optional.empty());
      suspects.put(suspect, isAlone ? Optional.of(ticker.nanos()) : before);
    }
    return !isAlone;
  }

  /** A list call begins; for {@link #answered}. */
  public long begin() {
    return missing.begin();
  }

  /**
   * The list was read for these collections. It tells {@link MissingCollections} too.
   *
   * @param begun what {@link #begin()} returned before the call
   */
  public void answered(Account account, Collection<String> collections, long begun) {
    missing.answered(account, collections, begun);
    clear(account, collections);
  }

  private synchronized void clear(Account account, Collection<String> collections) {
    if (!suspects.isEmpty()) {
      collections.forEach(name -> suspects.remove(new Suspect(account.name(), name)));
    }
  }

  private boolean isSuspect(Account account, String collection) {
    return suspects.get(new Suspect(account.name(), collection)) != null;
  }
}
