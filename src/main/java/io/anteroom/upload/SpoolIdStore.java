package io.anteroom.upload;

import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import io.smallrye.mutiny.unchecked.Unchecked;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Singleton;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Callable;

/** Which spool the tasks' files are in. Thread-safe. */
@Singleton
public class SpoolIdStore {

  private static final String CURRENT = "select id from spool order by generation desc limit 1";

  /** Of replicas that do it at the same time one wins: each finds the winner's afterwards. */
  private static final String USE =
      """
      insert into spool (generation, id)
      select coalesce(max(generation), 0) + 1, $1::uuid from spool
      having $2::uuid is not distinct from
        (select id from spool order by generation desc limit 1)
      on conflict do nothing
      """;

  private static final String KNOWN = "select exists (select from spool where id = $1)";

  private static final String TRY_LOCK =
      "select pg_try_advisory_xact_lock(hashtext('anteroom'), hashtext('spool'))";

  /** In the order of the partial indexes of what has not ended. */
  private static final String NEEDED =
      """
      select exists (
        select from task t
        where t.kind = 'upload' and t.phase in ('queued', 'submitting', 'in_doubt')
          and t.file_path is not null)
        or exists (select from replica r where r.id <> $1 and r.lease_until > clock_timestamp())
      """;

  private final Pool pool;

  public SpoolIdStore(Pool pool) {
    this.pool = pool;
  }

  /** The id of the spool in use; empty where there never was one. */
  public Uni<Optional<UUID>> current() {
    return pool.preparedQuery(CURRENT).execute().map(SpoolIdStore::first);
  }

  /**
   * Makes this the spool in use, unless another one has become it meanwhile.
   *
   * @param former the one that is in use now, or null
   * @return the one in use afterwards
   */
  public Uni<UUID> use(UUID id, UUID former) {
    return pool.preparedQuery(USE)
        .execute(Tuple.of(id, former))
        .chain(this::current)
        .map(Optional::orElseThrow);
  }

  /**
   * Runs a step that may block while no other replica runs one; its item is empty where one does.
   */
  public <T> Uni<Optional<T>> alone(Callable<T> step) {
    Uni<T> run =
        Uni.createFrom()
            .item(Unchecked.supplier(step::call))
            .runSubscriptionOn(Infrastructure.getDefaultWorkerPool());
    return pool.withTransaction(
        connection ->
            connection
                .preparedQuery(TRY_LOCK)
                .execute()
                .map(rows -> first(rows, Boolean.class))
                .chain(
                    free ->
                        free ? run.map(Optional::of) : Uni.createFrom().item(Optional.empty())));
  }

  /** Whether this was the spool in use at any time. */
  public Uni<Boolean> isKnown(UUID id) {
    return pool.preparedQuery(KNOWN).execute(Tuple.of(id)).map(rows -> first(rows, Boolean.class));
  }

  /**
   * Whether somebody may still need the spool in use: a task that is not submitted yet, or another
   * replica.
   */
  public Uni<Boolean> isNeeded(UUID replica) {
    return pool.preparedQuery(NEEDED)
        .execute(Tuple.of(replica))
        .map(rows -> first(rows, Boolean.class));
  }

  private static <T> T first(RowSet<Row> rows, Class<T> type) {
    return rows.iterator().next().get(type, 0);
  }

  private static Optional<UUID> first(RowSet<Row> rows) {
    return rows.size() == 0 ? Optional.empty() : Optional.of(rows.iterator().next().getUUID(0));
  }
}
