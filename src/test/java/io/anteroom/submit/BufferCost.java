package io.anteroom.submit;

import static io.anteroom.PostgresFixture.await;

import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import java.util.Map;
import java.util.TreeMap;

/**
 * How many pages of tables and of their indexes a database was made to look at, by the server's own
 * counts. The pool must have one connection, as for {@link WriteCost}.
 *
 * @param pages the pages of each table with those of its indexes, where there are some
 */
record BufferCost(Map<String, Long> pages) {

  private static final String PAGES =
      """
      select relname, coalesce(heap_blks_hit, 0) + coalesce(heap_blks_read, 0)
        + coalesce(idx_blks_hit, 0) + coalesce(idx_blks_read, 0) as pages
      from pg_statio_user_tables
      """;

  /** Since the server was started, or the statistics were reset. */
  static BufferCost of(Pool pool) {
    await(pool.query("select pg_stat_force_next_flush()").execute());
    Map<String, Long> pages = new TreeMap<>();
    for (Row row : await(pool.query(PAGES).execute())) {
      pages.put(row.getString(0), row.getLong(1));
    }
    return new BufferCost(pages);
  }

  BufferCost since(BufferCost before) {
    Map<String, Long> more = new TreeMap<>();
    pages.forEach(
        (table, count) -> {
          long since = count - before.pages.getOrDefault(table, 0L);
          if (since > 0) {
            more.put(table, since);
          }
        });
    return new BufferCost(more);
  }

  long all() {
    return pages.values().stream().mapToLong(Long::longValue).sum();
  }
}
