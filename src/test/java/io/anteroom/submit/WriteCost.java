package io.anteroom.submit;

import static io.anteroom.PostgresFixture.await;

import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a database was made to write, by the server's own counts. The connections that write must be
 * those of the pool, which has one connection: a server's process counts what it did itself, and
 * reports it when it is asked to.
 *
 * @param walBytes bytes of the write-ahead log of the whole server
 * @param transactions committed transactions that did something
 * @param tables the row versions of each table that has some
 */
record WriteCost(long walBytes, long transactions, Map<String, Versions> tables) {

  /**
   * Row versions of a table.
   *
   * @param hot updates that needed no new entry in any index
   */
  record Versions(long inserted, long updated, long hot, long deleted) {

    private static final Versions NONE = new Versions(0, 0, 0, 0);

    long all() {
      return inserted + updated;
    }

    private Versions minus(Versions other) {
      return new Versions(
          inserted - other.inserted,
          updated - other.updated,
          hot - other.hot,
          deleted - other.deleted);
    }
  }

  private static final String TOTALS =
      """
      select (pg_current_wal_insert_lsn() - '0/0')::bigint as wal,
        (select xact_commit from pg_stat_database where datname = current_database()) as commits
      """;

  private static final String TABLES =
      """
      select relname, n_tup_ins, n_tup_upd, n_tup_hot_upd, n_tup_del from pg_stat_user_tables
      where n_tup_ins + n_tup_upd + n_tup_del > 0
      """;

  /** Since the server was started, or the statistics were reset. */
  static WriteCost of(Pool pool) {
    await(pool.query("select pg_stat_force_next_flush()").execute());
    Map<String, Versions> tables = new TreeMap<>();
    for (Row row : await(pool.query(TABLES).execute())) {
      tables.put(
          row.getString(0),
          new Versions(row.getLong(1), row.getLong(2), row.getLong(3), row.getLong(4)));
    }
    Row totals = await(pool.query(TOTALS).execute()).iterator().next();
    return new WriteCost(totals.getLong("wal"), totals.getLong("commits"), tables);
  }

  /** What was written after that; its own two questions are not counted as transactions. */
  WriteCost since(WriteCost before) {
    Map<String, Versions> more = new TreeMap<>();
    tables.forEach(
        (table, versions) -> {
          Versions since = versions.minus(before.of(table));
          if (!since.equals(Versions.NONE)) {
            more.put(table, since);
          }
        });
    return new WriteCost(walBytes - before.walBytes, transactions - before.transactions - 3, more);
  }

  Versions of(String table) {
    return tables.getOrDefault(table, Versions.NONE);
  }
}
