package io.anteroom.cluster;

import io.anteroom.account.Account;
import io.anteroom.account.AccountDirectory;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Which accounts this replica polls. The lease of an account is soft: the tick takes and renews it
 * on the database's clock, and two replicas that believe to hold it cost a few permits and no
 * promise. Thread-safe.
 */
@Singleton
public class PollLeases {

  /** How many ticks a lease outlives the last renewal. */
  private static final int TICKS = 3;

  private static final String RELEASE = "delete from poll_lease where id = any ($1)";

  /**
   * The poll lease of an account, as this replica holds it.
   *
   * @param id new with each taking
   * @param changed whether running tasks of the account changed after {@link #readUpTo}
   */
  public record PollLease(String account, UUID id, boolean changed) {}

  /**
   * A lease that this replica asks for.
   *
   * @param id that of the lease that it has, or a new one
   * @param readUpTo before which transaction it has read every change; null where it has read none
   */
  record Wanted(String account, UUID id, String readUpTo) {}

  private final Pool pool;
  private final long millis;
  private final List<String> accounts;
  private final Map<String, UUID> ids = new ConcurrentHashMap<>();
  private final Map<String, String> readUpTo = new ConcurrentHashMap<>();

  public PollLeases(Pool pool, ClusterSettings settings, AccountDirectory accounts) {
    this.pool = pool;
    this.millis = settings.tick().multipliedBy(TICKS).toMillis();
    this.accounts =
        settings.work() ? accounts.all().stream().map(Account::name).toList() : List.of();
  }

  /** The id of the lease of an account; empty where this replica does not hold it. */
  public Optional<UUID> of(String account) {
    return Optional.ofNullable(ids.get(account));
  }

  /** The running tasks of the account were read, with all that changed before a transaction. */
  public void readUpTo(String account, String transaction) {
    readUpTo.put(account, transaction);
  }

  /** How long a lease lasts that is not renewed. */
  long millis() {
    return millis;
  }

  /** The leases to take or to renew. */
  List<Wanted> wanted() {
    return accounts.stream().map(this::wanted).toList();
  }

  private Wanted wanted(String account) {
    UUID id = ids.get(account);
    return id == null
        ? new Wanted(account, UUID.randomUUID(), null)
        : new Wanted(account, id, readUpTo.get(account));
  }

  /** These are held now, and no others. */
  void granted(List<PollLease> held) {
    ids.keySet().retainAll(held.stream().map(PollLease::account).toList());
    held.forEach(lease -> ids.put(lease.account(), lease.id()));
  }

  /** Gives all of them up, so that others poll at their next tick. */
  Uni<Void> release() {
    UUID[] held = ids.values().toArray(UUID[]::new);
    ids.clear();
    return held.length == 0
        ? Uni.createFrom().voidItem()
        : pool.preparedQuery(RELEASE).execute(Tuple.of(held)).replaceWithVoid();
  }
}
