package io.anteroom.upload;

import io.anteroom.async.sql.Rows;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;

/** Which files of the spool tasks still need. Thread-safe. */
@Singleton
public class ReferencedFiles {

  /** A kept file is named by its task. */
  private static final String OWNERS =
      """
      from unnest($1::text[]) as f (path)
      left join task t
        on t.id = case when f.path ~ '^[0-9a-f-]{36}$' then f.path::uuid end
          and t.file_path = f.path
      """;

  private static final String WITHOUT_TASK = "select f.path " + OWNERS + "where t.id is null";

  private static final String AFTER_THE_END =
      "select f.path "
          + OWNERS
          + """
          where t.phase = 'ended'
            and (t.status = 'DONE' or t.ended_at <= now() - $2::bigint * interval '1 ms')
          """;

  private final Pool pool;

  public ReferencedFiles(Pool pool) {
    this.pool = pool;
  }

  /** Those of these files that belong to no task. */
  public Uni<List<String>> withoutTask(List<String> files) {
    return paths(WITHOUT_TASK, Tuple.of(files.toArray(String[]::new)));
  }

  /** Those of these files whose task is done, or ended otherwise longer ago than this. */
  public Uni<List<String>> afterTheEnd(List<String> files, Duration keepFailed) {
    return paths(AFTER_THE_END, Tuple.of(files.toArray(String[]::new), keepFailed.toMillis()));
  }

  private Uni<List<String>> paths(String statement, Tuple values) {
    return pool.preparedQuery(statement)
        .execute(values)
        .map(rows -> Rows.list(rows, row -> row.getString(0)));
  }
}
