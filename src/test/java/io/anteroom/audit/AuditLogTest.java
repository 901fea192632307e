package io.anteroom.audit;

import static io.anteroom.PostgresFixture.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.anteroom.PostgresFixture;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlClient;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** An act and its entry are both there, or neither is. */
class AuditLogTest {

  private static final AuditedAct ACT =
      AuditedAct.onAccount("ann", AuditAction.ACCOUNT_PAUSE, "why", "a");

  @AutoClose private final PostgresFixture postgres = PostgresFixture.create();
  private final AuditLog log = new AuditLog(postgres.pool());

  @Test
  void anActHasItsEntry() {
    assertEquals(1, await(act()));
    assertBothAre(1);
  }

  @Test
  void anActThatChangesNothingHasNoEntry() {
    await(act());
    assertEquals(0, await(act()));
    assertBothAre(1);
  }

  @Test
  void anActWhoseEntryCannotBeWrittenDoesNotHappen() {
    postgres.sql("alter table audit_entry add constraint never check (operator <> 'ann')");
    assertThrows(Exception.class, () -> await(act()));
    assertBothAre(0);
  }

  @Test
  void anActThatFailsAtItsCommitLeavesNoEntry() {
    postgres.sql(
        """
        create function refuse() returns trigger language plpgsql as
          $$ begin raise exception 'refused at the commit'; end $$
        """);
    postgres.sql(
        """
        create constraint trigger late after insert on operator_pause
          deferrable initially deferred for each row execute function refuse()
        """);
    assertThrows(Exception.class, () -> await(act()));
    assertBothAre(0);
  }

  private Uni<Integer> act() {
    return log.with(ACT).run(postgres.pool(), AuditLogTest::pause, rows -> rows > 0);
  }

  private static Uni<Integer> pause(SqlClient client) {
    return client
        .query("insert into operator_pause (account) values ('a') on conflict do nothing")
        .execute()
        .map(rows -> rows.rowCount());
  }

  private void assertBothAre(int count) {
    assertEquals(count, postgres.count("operator_pause"));
    assertEquals(count, postgres.count("audit_entry where operator = 'ann' and reason = 'why'"));
  }
}
