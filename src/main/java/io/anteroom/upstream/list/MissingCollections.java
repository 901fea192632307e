package io.anteroom.upstream.list;

import io.anteroom.account.Account;
import io.anteroom.async.LatestUsedMap;
import io.anteroom.async.Ticker;
import io.anteroom.upstream.json.UpstreamResponse;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * Tells what is missing when the upstream itself answers a list call for one collection with 404 or
 * 410: the collection, which was deleted, or the whole list. It is the collection when the list
 * worked for others between two such responses. So a list that is out for a short time makes no
 * collection count as deleted. Remembered by this replica alone. Thread-safe.
 */
@Singleton
public class MissingCollections {

  /** What a list call for one collection did not find. */
  public enum Missing {
    /** The collection; the list works for others. */
    COLLECTION,

    /** The list, as far as is known. */
    LIST,

    /** One of the two. Nothing follows until the list was asked for other collections. */
    UNSURE
  }

  private static final int MAX_REMEMBERED = 10_000;

  /** What was missing longer ago says nothing of now: it may have been an outage of then. */
  private static final Duration REMEMBERED = Duration.ofMinutes(10);

  /** The calls for others, which may be under way at the same time, tell more within this time. */
  private static final Duration LATELY = Duration.ofSeconds(3);

  /** A name belongs to its account. */
  private record Name(String account, String collection) {}

  /**
   * The list that was read and asked for last.
   *
   * @param asked when the call began, by {@link Ticker#nanos()}
   */
  private record Answer(long asked, Set<String> collections) {}

  private final Ticker ticker;
  private final Map<String, Answer> answers = new HashMap<>();

  /** When the first call began that did not find it; later: the latest that found others. */
  private final Map<Name, Long> missing = new LatestUsedMap<>(MAX_REMEMBERED);

  public MissingCollections(Ticker ticker) {
    this.ticker = ticker;
  }

  /** A list call begins; for {@link #answered} and {@link #of}. */
  public long begin() {
    return ticker.nanos();
  }

  /**
   * The list was read for these collections.
   *
   * @param begun what {@link #begin()} returned when the call began: an answer that was on its way
   *     for long says nothing of what was missing meanwhile
   */
  public synchronized void answered(Account account, Collection<String> collections, long begun) {
    answers.merge(
        account.name(),
        new Answer(begun, Set.copyOf(collections)),
        (before, now) -> now.asked() - before.asked() >= 0 ? now : before);
    if (!missing.isEmpty()) {
      collections.forEach(collection -> missing.remove(new Name(account.name(), collection)));
    }
  }

  /**
   * What is missing.
   *
   * @param response to a call for this collection alone, or one that says that there is no such
   *     call (405 or 501); {@link AssetListCall#isMissing}
   * @param begun what {@link #begin()} returned when the call began
   */
  public synchronized Missing of(
      Account account, String collection, UpstreamResponse response, long begun) {
    if (!AssetListCall.isNotFound(response)) {
      return Missing.LIST;
    }
    Name name = new Name(account.name(), collection);
    Answer answer = answers.get(account.name());
    Long since = missing.get(name);
    boolean wasMissing = since != null && ticker.since(since).compareTo(REMEMBERED) <= 0;
    if (wasMissing && answer != null && answer.asked() - since >= 0) {
      missing.put(name, answer.asked());
      return Missing.COLLECTION;
    }
    if (!wasMissing) {
      missing.put(name, begun);
    }
    return workedLately(answer, collection) ? Missing.UNSURE : Missing.LIST;
  }

  /**
   * The same tasks. Those of collections that were missing come last until the list has worked for
   * another one, which tells what is missing.
   *
   * @param collectionOf the collection of a task
   */
  public synchronized <T> List<T> unsureLast(
      Account account, List<T> tasks, Function<T, String> collectionOf) {
    if (missing.isEmpty()) {
      return tasks;
    }
    List<T> last =
        tasks.stream().filter(task -> isUnsure(account, collectionOf.apply(task))).toList();
    return last.isEmpty()
        ? tasks
        : Stream.concat(
                tasks.stream().filter(task -> !isUnsure(account, collectionOf.apply(task))),
                last.stream())
            .toList();
  }

  private boolean isUnsure(Account account, String collection) {
    Long since = missing.get(new Name(account.name(), collection));
    Answer answer = answers.get(account.name());
    return since != null && (answer == null || answer.asked() - since < 0);
  }

  private boolean workedLately(Answer answer, String collection) {
    return answer != null
        && ticker.since(answer.asked()).compareTo(LATELY) <= 0
        && !answer.collections().equals(Set.of(collection));
  }
}
