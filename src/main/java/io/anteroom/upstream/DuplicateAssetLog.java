package io.anteroom.upstream;

import io.anteroom.async.log.LogFields;
import io.anteroom.async.log.SubjectLog;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Singleton;
import java.util.UUID;

/**
 * Keeps which duplicate assets were found, and which of them are deleted, so that operators see
 * whose they are. What cannot be kept is said in the log. Thread-safe.
 */
@Singleton
class DuplicateAssetLog {

  private static final SubjectLog LOG = SubjectLog.of(DuplicateAssetLog.class);

  private static final String KEEP =
      """
      insert into duplicate_asset as d (task, asset, removed_at)
      values ($1, $2, case when $3::boolean then now() end)
      on conflict (task, asset) do update
      set removed_at = coalesce(d.removed_at, excluded.removed_at)
      """;

  private final Pool pool;

  DuplicateAssetLog(Pool pool) {
    this.pool = pool;
  }

  /** It was found, and is to be deleted. */
  void found(UUID task, String asset) {
    keep(task, asset, false);
  }

  /** It is not there any more. */
  void removed(UUID task, String asset) {
    keep(task, asset, true);
  }

  private void keep(UUID task, String asset, boolean removed) {
    Uni<Void> kept =
        pool.preparedQuery(KEEP).execute(Tuple.of(task, asset, removed)).replaceWithVoid();
    kept.subscribe()
        .with(
            done -> {},
            failure ->
                LOG.warnf(
                    LogFields.ofTask(task),
                    "the duplicate asset %s of task %s is not kept: %s",
                    asset,
                    task,
                    failure.getMessage()));
  }
}
