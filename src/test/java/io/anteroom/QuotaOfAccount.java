package io.anteroom;

import static io.anteroom.PostgresFixture.await;

import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;

/**
 * The quota of an account that the tests of the service share: who provokes a 429, or counts
 * permits, begins and ends with all of it.
 */
public final class QuotaOfAccount {

  private QuotaOfAccount() {}

  /**
   * No permit is used, no class is paused, and all slots are believed in. The upstream forgets the
   * calls too: otherwise it would refuse those for which the ledger then gives permits.
   */
  public static void free(Pool pool, String account) {
    SandboxControl.ofTest().resetLimits();
    change(
        pool,
        "update quota_class set paused_until = '-infinity', last_429_at = null where account = $1",
        account);
    change(
        pool,
        "update quota_slot set free_at = clock_timestamp(), grant_id = null where account = $1",
        account);
  }

  private static void change(Pool pool, String sql, String account) {
    await(pool.preparedQuery(sql).execute(Tuple.of(account)));
  }
}
