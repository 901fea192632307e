package io.anteroom.async.sql;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.SqlClient;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * In what a change of the database is made: alone, or in a transaction with something that belongs
 * to it. Thread-safe.
 */
public interface ChangeScope {

  /** Nothing belongs to it. */
  ChangeScope ALONE =
      new ChangeScope() {
        @Override
        public <T> Uni<T> run(
            Pool pool, Function<SqlClient, Uni<T>> change, Predicate<T> happened) {
          return Uni.createFrom().deferred(() -> change.apply(pool));
        }
      };

  /**
   * Makes the change. The answer may come on any thread.
   *
   * @param change runs its statements by the client that it gets
   * @param happened whether the change changed anything, by its answer; if not, nothing belongs to
   *     it
   */
  <T> Uni<T> run(Pool pool, Function<SqlClient, Uni<T>> change, Predicate<T> happened);
}
