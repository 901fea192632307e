package io.anteroom.poll;

import io.anteroom.async.Ticker;
import io.anteroom.cluster.PollLeases;
import io.anteroom.poll.RunningTaskReader.Page;
import io.anteroom.poll.RunningTaskReader.Place;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.UUID;

/**
 * Keeps the running tasks of an account in memory as their rows are. {@link #news} may be called on
 * any thread; the rest belongs to the steps of one lane.
 */
final class RunningTaskUpdates {

  /** Of the time that passes, reads take no more than one part in so many. */
  private static final int SHARE = 10;

  /** So often all are read, since a task that ended elsewhere shows in no change that is read. */
  private static final Duration ALL = Duration.ofMinutes(1);

  private static final Duration ALL_IN_DOUBT = Duration.ofSeconds(5);

  private final String account;
  private final RunningTasks tasks;
  private final RunningTaskReader reader;
  private final PollLeases leases;
  private final Ticker ticker;
  private volatile boolean hasNews;
  private volatile boolean isAllNews;
  private volatile Place place = Place.FIRST;
  private volatile long restUntil;
  private volatile long readAllAt;

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
    this.readAllAt = restUntil;
  }

  /**
   * Tasks changed, by this replica or another.
   *
   * @param all whether all of them have to be read, since another replica polled in between
   */
  void news(boolean all) {
    isAllNews |= all;
    hasNews = true;
  }

  /** How long until there is something to read; null where nothing is known to be. */
  Duration untilRead() {
    long now = ticker.nanos();
    Duration rest = Duration.ofNanos(restUntil - now);
    if (hasNews) {
      return rest;
    }
    Duration all =
        (tasks.isInDoubt() ? ALL_IN_DOUBT : ALL).minus(Duration.ofNanos(now - readAllAt));
    return tasks.size() > 0 || tasks.isInDoubt() ? longer(all, rest) : null;
  }

  private static Duration longer(Duration one, Duration other) {
    return one.compareTo(other) > 0 ? one : other;
  }

  /** Reads what there is to read. */
  Uni<Void> read() {
    Duration wait = untilRead();
    if (wait == null || wait.toNanos() > 0) {
      return Uni.createFrom().voidItem();
    }
    long start = ticker.nanos();
    boolean all = isAllNews || !hasNews || place == Place.FIRST;
    Set<UUID> read = all ? new HashSet<>() : null;
    hasNews = false;
    isAllNews = false;
    readAllAt = all ? start : readAllAt;
    tasks.areRead();
    return readFrom(all ? Place.FIRST : place, null, read)
        .onItem()
        .invoke(() -> tasks.wereRead(read))
        .onFailure()
        .invoke(() -> failed(all))
        .onTermination()
        .invoke(() -> restUntil = start + SHARE * (ticker.nanos() - start));
  }

  private void failed(boolean all) {
    tasks.wereRead(null);
    news(all);
  }

  private Uni<Void> readFrom(Place from, String upTo, Set<UUID> read) {
    return reader.changed(account, from).chain(page -> remember(page, upTo, read));
  }

  /** The first page says up to where everything is read: what changed since then comes again. */
  private Uni<Void> remember(Page page, String upToOfFirst, Set<UUID> read) {
    String upTo = upToOfFirst == null ? page.upTo() : upToOfFirst;
    tasks.read(page.rows(), ticker.nanos());
    if (read != null) {
      page.rows().forEach(row -> read.add(row.task().id()));
    }
    if (page.next() != null) {
      return readFrom(page.next(), upTo, read);
    }
    place = Place.of(upTo);
    leases.readUpTo(account, upTo);
    return Uni.createFrom().voidItem();
  }
}
