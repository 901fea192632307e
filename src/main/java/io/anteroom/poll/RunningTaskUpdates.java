package io.anteroom.poll;

import io.anteroom.async.Ticker;
import io.anteroom.cluster.PollLeases;
import io.anteroom.cluster.PollLeases.PollLease;
import io.anteroom.poll.RunningTaskReader.Page;
import io.anteroom.poll.RunningTaskReader.Place;
import io.anteroom.task.Phase;
import io.anteroom.task.TaskChange;
import io.anteroom.task.event.TaskSignal;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.UUID;

/**
 * Keeps the running tasks of an account in memory as their rows are. {@link #read} and {@link
 * #untilRead} belong to the steps of one lane; the rest may be called on any thread.
 */
final class RunningTaskUpdates {

  /** Reads take one part in so many of the time, unless that makes a rest of {@link #MAX_REST}. */
  private static final int SHARE = 4;

  /**
   * The longest rest for each page that was read. A page that takes longer waits for the machine:
   * tasks that begin to run meanwhile must not wait as well.
   */
  private static final Duration MAX_REST = Duration.ofMillis(100);

  /** So often all are read, since a task that ended elsewhere shows in no change that is read. */
  private static final Duration ALL = Duration.ofMinutes(1);

  private static final Duration ALL_IN_DOUBT = Duration.ofSeconds(5);

  private final String account;
  private final RunningTasks tasks;
  private final RunningTaskReader reader;
  private final PollLeases leases;
  private final Ticker ticker;
  private final Runnable wake;
  private volatile boolean hasNews;
  private volatile Place place = Place.FIRST;

  /** How often the place was forgotten. */
  private volatile int forgotten;

  private volatile long restUntil;
  private volatile long readAllAt;
  private volatile int pages;

  /**
   * Nothing is read yet.
   *
   * @param wake wakes the lane
   */
  RunningTaskUpdates(String account, PollServices uses, Runnable wake) {
    this.account = account;
    this.tasks = uses.memory().of(account);
    this.reader = uses.reader();
    this.leases = uses.leases();
    this.ticker = uses.ticker();
    this.wake = wake;
    this.restUntil = ticker.nanos();
    this.readAllAt = restUntil;
  }

  /**
   * A tick has ended. As long as not all tasks were read they have to be: another replica polled in
   * between, or none was read so far.
   *
   * @param lease that of the account; null where another replica has it
   */
  void ticked(PollLease lease) {
    if (lease == null) {
      tasks.clear();
      forgetPlace();
    } else if (lease.isNew() || place == Place.FIRST) {
      news(true);
    } else if (lease.changed()) {
      news(false);
    }
  }

  /** A task of this account changed on this replica. */
  void changed(TaskChange change) {
    if (tasks.changed(change, ticker.nanos())) {
      news(false);
    } else if (change.phase() == Phase.CANCELLING) {
      wake.run();
    }
  }

  /**
   * A task is said to have ended on another replica. The hint is not believed, since nobody would
   * poll a task that a false one removed: all are read again, which shows it.
   */
  void ended(TaskSignal signal) {
    if (tasks.doubt(signal.task(), signal.eventNo())) {
      wake.run();
    }
  }

  /**
   * There is something to read.
   *
   * @param all whether all tasks have to be read, since another replica polled in between
   */
  void news(boolean all) {
    if (leases.isHeld(account)) {
      if (all && place != Place.FIRST) {
        forgetPlace();
      }
      hasNews = true;
      wake.run();
    }
  }

  /** How long until there is something to read; null where nothing is known to be. */
  Duration untilRead() {
    Duration rest = Duration.ofNanos(restUntil - ticker.nanos());
    if (hasNews) {
      return rest;
    }
    Duration all = untilAll();
    return all == null ? null : longer(all, rest);
  }

  /** How long until all have to be read, whatever else there is to read; null where none is. */
  private Duration untilAll() {
    boolean isInDoubt = tasks.isInDoubt();
    return tasks.size() > 0 || isInDoubt
        ? (isInDoubt ? ALL_IN_DOUBT : ALL).minus(ticker.since(readAllAt))
        : null;
  }

  /** News at every step must not put it off. */
  private boolean isTimeForAll() {
    Duration all = untilAll();
    return all != null && all.toNanos() <= 0;
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
    boolean all = place == Place.FIRST || isTimeForAll();
    Set<UUID> read = all ? new HashSet<>() : null;
    hasNews = false;
    pages = 0;
    readAllAt = all ? start : readAllAt;
    tasks.areRead();
    int forgottenBefore = forgotten;
    return readFrom(all ? Place.FIRST : place, null, read)
        .invoke(upTo -> wereRead(forgottenBefore, upTo, read))
        .replaceWithVoid()
        .onFailure()
        .invoke(this::failed)
        .onTermination()
        .invoke(() -> rest(start));
  }

  private void rest(long start) {
    long now = ticker.nanos();
    restUntil = now + Math.min((SHARE - 1) * (now - start), pages * MAX_REST.toNanos());
  }

  /** Where the place was forgotten since this read began, all are read by the next one. */
  private synchronized void wereRead(int forgottenBefore, String upTo, Set<UUID> read) {
    tasks.wereRead(read);
    if (forgotten == forgottenBefore) {
      place = Place.of(upTo);
      leases.readUpTo(account, upTo);
    }
  }

  private void failed() {
    tasks.wereRead(null);
    forgetPlace();
    hasNews = true;
  }

  /** All have to be read, and a read that is under way does not count. */
  private synchronized void forgetPlace() {
    place = Place.FIRST;
    forgotten++;
  }

  /** Answers up to where everything is read. The first page says it: what changed comes again. */
  private Uni<String> readFrom(Place from, String upToOfFirst, Set<UUID> read) {
    pages++;
    return reader
        .changed(account, from)
        .chain(
            page -> {
              remember(page, read);
              String upTo = upToOfFirst == null ? page.upTo() : upToOfFirst;
              return page.next() == null
                  ? Uni.createFrom().item(upTo)
                  : readFrom(page.next(), upTo, read);
            });
  }

  private void remember(Page page, Set<UUID> read) {
    tasks.read(page.rows(), ticker.nanos());
    if (read != null) {
      page.rows().forEach(row -> read.add(row.task().id()));
    }
  }
}
