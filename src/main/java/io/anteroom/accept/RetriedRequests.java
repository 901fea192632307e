package io.anteroom.accept;

import io.anteroom.accept.NotRetryableException.Reason;
import io.anteroom.async.StatementTimeout;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Supplier;

/**
 * The requests of tasks that are repeated, which the retention may remove between the check of a
 * retry and its insert. Thread-safe.
 */
final class RetriedRequests {

  private static final String GONE =
      """
      select exists (
        select from unnest($1::uuid[]) as r (id)
        where not exists (select from task t where t.id = r.id and t.request is not null))
      """;

  private final Pool pool;

  RetriedRequests(Pool pool) {
    this.pool = pool;
  }

  /**
   * After an insert that did nothing.
   *
   * @param tasks those that were not inserted
   * @param otherwise what to do where it was not for a request
   * @return what that answers, or the failure {@link NotRetryableException}
   */
  <T> Uni<T> demand(List<NewTask> tasks, Supplier<Uni<T>> otherwise) {
    UUID[] originals =
        tasks.stream()
            .filter(task -> task.request() == null)
            .map(NewTask::retryOf)
            .filter(Objects::nonNull)
            .toArray(UUID[]::new);
    return originals.length == 0
        ? otherwise.get()
        : StatementTimeout.of(pool.preparedQuery(GONE).execute(Tuple.of(originals)))
            .map(rows -> rows.iterator().next().getBoolean(0))
            .chain(gone -> gone ? Uni.createFrom().failure(gone()) : otherwise.get());
  }

  private static NotRetryableException gone() {
    return new NotRetryableException(Reason.REQUEST_GONE);
  }
}
