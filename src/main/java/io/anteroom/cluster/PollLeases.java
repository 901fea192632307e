package io.anteroom.cluster;

import io.anteroom.account.Account;
import io.anteroom.account.AccountDirectory;
import io.anteroom.async.ClockReading;
import io.anteroom.async.SuspendAwareClock;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;

/**
 * Which accounts this replica polls. The lease of an account is soft: the tick takes and renews it
 * on the database's clock, and two replicas that believe to hold it cost a few permits and no
 * promise. Thread-safe.
 */
@Singleton
public class PollLeases {

  /** How many ticks a lease outlives the last renewal. */
  private static final int TICKS = 3;

  /**
   * The poll lease of an account, as this replica holds it.
   *
   * @param isNew whether its running tasks have to be read anew: they were not read, or another
   *     replica polled in between
   * @param changed whether running tasks of the account changed after {@link #readUpTo}
   */
  public record PollLease(String account, boolean isNew, boolean changed) {}

  private final SuspendAwareClock clocks;
  private final Duration duration;
  private final List<String> accounts;
  private final Map<String, String> readUpTo = new ConcurrentHashMap<>();
  private final Map<String, Long> pollAt = new ConcurrentHashMap<>();
  private final Map<String, AtomicLong> taken = new ConcurrentHashMap<>();
  private volatile Set<String> held = Set.of();
  private volatile ClockReading end;

  public PollLeases(ClusterSettings settings, AccountDirectory accounts, SuspendAwareClock clocks) {
    this.clocks = clocks;
    this.duration = settings.tick().multipliedBy(TICKS);
    this.accounts =
        settings.work() ? accounts.all().stream().map(Account::name).toList() : List.of();
    this.end = clocks.now();
  }

  /** How often this replica took the lease of the account, since its start. */
  AtomicLong timesTaken(String account) {
    return taken.computeIfAbsent(account, name -> new AtomicLong());
  }

  /** Whether this replica may poll the account now. */
  public boolean isHeld(String account) {
    return held.contains(account) && clocks.now().isSurelyBefore(end);
  }

  /** The running tasks of the account were read, with all that changed before a transaction. */
  public void readUpTo(String account, String transaction) {
    readUpTo.put(account, transaction);
  }

  /** This replica will poll the account after this time; null where no task runs that it knows. */
  public void pollsIn(String account, Duration wait) {
    if (wait == null) {
      pollAt.remove(account);
    } else {
      pollAt.put(account, clocks.now().nanos() + wait.toNanos());
    }
  }

  /** How long a lease lasts that is not renewed. */
  long millis() {
    return duration.toMillis();
  }

  /**
   * Adds three arrays to the parameters of a statement: the accounts that this replica wants to
   * poll, before which transaction it has read every change, and in how many milliseconds it polls
   * next. What it does not know is null.
   */
  void addTo(Tuple values) {
    long now = clocks.now().nanos();
    values.addValue(accounts.toArray(String[]::new));
    values.addValue(accounts.stream().map(readUpTo::get).toArray(String[]::new));
    values.addValue(
        accounts.stream().map(pollAt::get).map(at -> millis(at, now)).toArray(Long[]::new));
  }

  private static Long millis(Long at, long now) {
    return at == null ? null : Long.valueOf(Math.max(0, (at - now) / 1_000_000));
  }

  /**
   * These are held now, and no others.
   *
   * @param asked before they were asked for
   */
  void granted(List<PollLease> leases, ClockReading asked) {
    end = asked.plus(duration);
    Set<String> before = held;
    held = leases.stream().map(PollLease::account).collect(Collectors.toSet());
    held.stream()
        .filter(account -> !before.contains(account))
        .forEach(account -> timesTaken(account).incrementAndGet());
    for (PollLease lease : leases) {
      if (lease.isNew()) {
        readUpTo.remove(lease.account());
        pollAt.remove(lease.account());
      }
    }
  }
}
