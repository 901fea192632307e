package io.anteroom.poll;

import io.anteroom.async.Ticker;
import io.anteroom.cluster.PollLeases;
import io.anteroom.poll.RunningTaskReader.Page;
import io.anteroom.poll.RunningTaskReader.Place;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.UUID;

/**
 * Keeps the running tasks of an account in memory as their rows are. {@link #news} may be called on
 * any thread; the rest belongs to the steps of one lane.
 */
final class RunningTaskUpdates {

  /** Of the time that passes, reads take no more than one part in so many. */
  private static final int SHARE = 10;

  /** How often and how many rows are read again, only to see whether they are still there. */
  private static final Duration BETWEEN_CHECKS = Duration.ofSeconds(5);

  private static final int CHECKED_AT_ONCE = 500;

  private final String account;
  private final RunningTasks tasks;
  private final RunningTaskReader reader;
  private final PollLeases leases;
  private final Ticker ticker;
  private final Deque<UUID> unchecked = new ArrayDeque<>();
  private volatile boolean hasNews;
  private Place place = Place.first();
  private long restUntil;
  private long checkedAt;

  RunningTaskUpdates(
      String account,
      RunningTasks tasks,
      RunningTaskReader reader,
      PollLeases leases,
      Ticker ticker) {
    this.account = account;
    this.tasks = tasks;
    this.reader = reader;
    this.leases = leases;
    this.ticker = ticker;
    this.restUntil = ticker.nanos();
    this.checkedAt = restUntil;
  }

  /** Tasks changed, by this replica or another. */
  void news() {
    hasNews = true;
  }

  /** Forgets everything; the next read is one of all. */
  void forget() {
    tasks.clear();
    unchecked.clear();
    place = Place.first();
    hasNews = true;
  }

  /** Reads what there is to read. */
  Uni<Void> read() {
    if (tasks.hasRoomAgain()) {
      place = Place.first();
      hasNews = true;
    }
    tasks.reading(place.equals(Place.first()));
    return readChanged().chain(this::readDoubted).onTermination().invoke(tasks::wereRead);
  }

  /** How long until news may be read; zero where there are none, or at once. */
  Duration untilRead() {
    return hasNews ? Duration.ofNanos(Math.max(0, restUntil - ticker.nanos())) : Duration.ZERO;
  }

  private Uni<Void> readChanged() {
    long start = ticker.nanos();
    if (!hasNews || restUntil - start > 0) {
      return Uni.createFrom().voidItem();
    }
    hasNews = false;
    return readFrom(place, null)
        .onFailure()
        .invoke(this::news)
        .onItem()
        .invoke(() -> restUntil = start + SHARE * (ticker.nanos() - start));
  }

  private Uni<Void> readFrom(Place from, String upTo) {
    return reader.changed(account, from).chain(page -> remember(page, upTo));
  }

  /** The first page says up to where everything is read: what changed since then comes again. */
  private Uni<Void> remember(Page page, String upToOfFirst) {
    String upTo = upToOfFirst == null ? page.upTo() : upToOfFirst;
    tasks.read(page.rows(), ticker.nanos());
    if (page.next() != null) {
      return readFrom(page.next(), upTo);
    }
    place = Place.of(upTo);
    leases.readUpTo(account, upTo);
    return Uni.createFrom().voidItem();
  }

  /** A task that ended elsewhere, with a hint that was lost, shows in no change that is read. */
  private Uni<Void> readDoubted() {
    List<UUID> ids = new ArrayList<>(tasks.takeDoubted());
    if (ticker.since(checkedAt).compareTo(BETWEEN_CHECKS) >= 0) {
      checkedAt = ticker.nanos();
      if (unchecked.isEmpty()) {
        unchecked.addAll(tasks.ids());
      }
      while (!unchecked.isEmpty() && ids.size() < CHECKED_AT_ONCE) {
        ids.add(unchecked.remove());
      }
    }
    return ids.isEmpty()
        ? Uni.createFrom().voidItem()
        : reader
            .of(account, ids)
            .invoke(rows -> tasks.readAgain(ids, rows, ticker.nanos()))
            .replaceWithVoid();
  }
}
