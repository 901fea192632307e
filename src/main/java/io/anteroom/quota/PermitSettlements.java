package io.anteroom.quota;

import io.anteroom.async.Gatherer;
import io.anteroom.async.Ticker;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import java.util.Collections;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Records that permits are no longer needed, so that their slots become free. Permits that end at
 * about the same time are recorded by one statement. Thread-safe.
 */
final class PermitSettlements {

  private static final int MAX_PER_STATEMENT = 500;
  private static final int MAX_STATEMENTS = 2;

  /**
   * The hold is counted from the response, which is older than this statement. What ended is one
   * table: else the server, as long as it has no statistics, looks for all slots of a class for
   * each of them.
   */
  static final String SET_FREE =
      """
      with ended as materialized (
        select u.*, c.hold
        from unnest($1::text[], $2::text[], $3::int[], $4::uuid[], $5::bool[], $6::bigint[])
               as u (account, class, n, grant_id, used, age_us)
        join quota_class c on c.account = u.account and c.class = u.class)
      update quota_slot s
      set free_at = clock_timestamp() + case when e.used
            then e.hold - e.age_us * interval '1 us' else interval '0' end,
          grant_id = null
      from ended e
      where s.account = e.account and s.class = e.class and s.n = e.n and s.grant_id = e.grant_id
      """;

  /**
   * The end of a permit.
   *
   * @param used whether a call was made with it
   * @param endedAt when it ended, by the ticker
   */
  private record Settlement(Permit permit, boolean used, long endedAt) {

    /** In microseconds, rounded down. */
    long ageAt(long nanoTime) {
      return Math.max(0, nanoTime - endedAt) / 1000;
    }
  }

  private final Ticker ticker;
  private final Gatherer<Settlement, Void> gatherer;
  private final AtomicInteger underWay = new AtomicInteger();

  PermitSettlements(Pool pool, Ticker ticker) {
    this.ticker = ticker;
    this.gatherer =
        new Gatherer<>(
            MAX_PER_STATEMENT,
            MAX_STATEMENTS,
            batch ->
                setFree(pool, batch, ticker.nanos())
                    .replaceWith(() -> Collections.nCopies(batch.size(), null)));
  }

  /** A call was made and is over: the slot is free a {@code hold} from now. */
  Uni<Void> used(Permit permit) {
    return add(new Settlement(permit, true, ticker.nanos()));
  }

  /** No call was made: the slot is free at once. */
  Uni<Void> unused(Permit permit) {
    return add(new Settlement(permit, false, ticker.nanos()));
  }

  boolean areUnderWay() {
    return underWay.get() > 0;
  }

  private Uni<Void> add(Settlement settlement) {
    return gatherer
        .add(settlement)
        .onSubscription()
        .invoke(underWay::incrementAndGet)
        .onTermination()
        .invoke(underWay::decrementAndGet);
  }

  private static Uni<Void> setFree(Pool pool, List<Settlement> batch, long now) {
    List<Permit> permits = batch.stream().map(Settlement::permit).toList();
    Tuple values =
        Tuple.of(
            permits.stream().map(Permit::account).toArray(String[]::new),
            permits.stream().map(p -> p.endpointClass().label()).toArray(String[]::new),
            permits.stream().map(Permit::slot).toArray(Integer[]::new),
            permits.stream().map(Permit::grantId).toArray(UUID[]::new),
            batch.stream().map(Settlement::used).toArray(Boolean[]::new),
            batch.stream().map(settlement -> settlement.ageAt(now)).toArray(Long[]::new));
    return pool.preparedQuery(SET_FREE).execute(values).replaceWithVoid();
  }
}
