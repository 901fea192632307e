package io.anteroom.task;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.List;

/** Which files of the spool tasks still need. Thread-safe. */
@Singleton
public class SpooledFiles {

  private static final String WITHOUT_TASK =
      """
      select f.path from unnest($1::text[]) as f (path)
      where not exists (
        select from task t
        where t.id = case when f.path ~ '^[0-9a-f-]{36}$' then f.path::uuid end
          and t.file_path = f.path and t.phase <> 'ended')
      """;

  private final Pool pool;

  /** Only stores its parts. */
  public SpooledFiles(Pool pool) {
    this.pool = pool;
  }

  /** Those of these files that no task needs any more. */
  public Uni<List<String>> withoutTask(List<String> files) {
    return pool.preparedQuery(WITHOUT_TASK)
        .execute(Tuple.of(files.toArray(String[]::new)))
        .map(
            rows -> {
              List<String> paths = new ArrayList<>(rows.size());
              rows.forEach(row -> paths.add(row.getString(0)));
              return paths;
            });
  }
}
