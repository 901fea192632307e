package io.anteroom.upload.database;

import io.anteroom.async.sql.Rows;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;

/** The names of the files in the database. Thread-safe. */
@Singleton
public class SpoolFileStore {

  /**
   * What was written of a file needs not be on disk before it is kept: the commit that gives it its
   * task's name is a durable one, and the log is written in order.
   */
  static final String NOT_AT_ONCE =
      "(select set_config('synchronous_commit', 'off', true)) as not_at_once";

  private static final String BEGIN =
      """
      insert into spool_file (name, content, partition_no)
      select $1, $1, p.no
      from (select no from spool_partition order by opened_at desc, no limit 1) p, %s
      """
          .formatted(NOT_AT_ONCE);

  private static final String COMPLETE =
      """
      update spool_file f set size = $2, sha256 = $3
      from %s
      where f.name = $1 and f.size is null
      """
          .formatted(NOT_AT_ONCE);

  private static final String COLUMNS = "content, partition_no, size, sha256";

  private static final String RENAME =
      "update spool_file set name = $2, since = now() where name = $1 and size is not null"
          + " returning "
          + COLUMNS;

  private static final String FIND =
      "select " + COLUMNS + " from spool_file where name = $1 and size is not null";

  private static final String LINK =
      """
      insert into spool_file (name, content, partition_no, size, sha256)
      select $2, content, partition_no, size, sha256 from spool_file
      where name = $1 and size is not null
      for key share
      """;

  private static final String REMOVE = "delete from spool_file where name = $1";

  private static final String OLDER = "select name::text from spool_file where since < $1";

  private final Pool pool;

  public SpoolFileStore(Pool pool) {
    this.pool = pool;
  }

  /** Begins a file, in the partition that was opened last. */
  Uni<Void> begin(UUID content) {
    return run(BEGIN, Tuple.of(content)).replaceWithVoid();
  }

  /** It is whole; false where it was removed meanwhile. */
  Uni<Boolean> complete(UUID content, long size, String sha256) {
    return run(COMPLETE, Tuple.of(content, size, sha256)).map(rows -> rows.rowCount() > 0);
  }

  /** Gives a whole file another name; null where there is none of that name. */
  Uni<SpoolFile> rename(UUID name, UUID to) {
    return run(RENAME, Tuple.of(name, to)).map(SpoolFileStore::first);
  }

  /** The whole file of this name; null where there is none. */
  Uni<SpoolFile> find(UUID name) {
    return run(FIND, Tuple.of(name)).map(SpoolFileStore::first);
  }

  /** Gives a whole file one more name; false where there is none of that name. */
  Uni<Boolean> link(UUID name, UUID other) {
    return run(LINK, Tuple.of(name, other)).map(rows -> rows.rowCount() > 0);
  }

  Uni<Void> remove(UUID name) {
    return run(REMOVE, Tuple.of(name)).replaceWithVoid();
  }

  /** The names that were given before this time, also to files that were not received whole. */
  Uni<List<String>> olderThan(Instant time) {
    return run(OLDER, Tuple.of(time.atOffset(ZoneOffset.UTC)))
        .map(rows -> Rows.list(rows, row -> row.getString(0)));
  }

  private Uni<RowSet<Row>> run(String statement, Tuple values) {
    return pool.preparedQuery(statement).execute(values);
  }

  private static SpoolFile first(RowSet<Row> rows) {
    if (rows.size() == 0) {
      return null;
    }
    Row row = rows.iterator().next();
    return new SpoolFile(row.getUUID(0), row.getShort(1), row.getLong(2), row.getString(3));
  }
}
