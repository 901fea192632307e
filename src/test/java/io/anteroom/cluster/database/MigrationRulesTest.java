package io.anteroom.cluster.database;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The former version can work beside each migration; CONTRIBUTING.md has the rules. */
class MigrationRulesTest {

  private static final String BOUNDED = "set local lock_timeout = '2s';";

  /** Those of the service, and those with which {@code RollingUpgradeIT} tries an upgrade. */
  @ParameterizedTest
  @ValueSource(strings = {"src/main/resources/db/migration", "src/test/resources/upgrade"})
  void eachMigrationAfterTheFirstKeepsTheRules(String folder) throws IOException {
    try (Stream<Path> files = Files.list(Path.of(folder))) {
      for (Path file : files.filter(f -> !f.endsWith("V1__schema.sql")).toList()) {
        String name = file.getFileName().toString();
        assertEquals(List.of(), MigrationRules.violations(name, Files.readString(file)), name);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "drop table task",
        "drop index concurrently task_running",
        "alter table task drop column doubt",
        "alter table task add column a int, drop constraint task_request_kept",
        "alter table task alter phase drop not null",
        "alter table task alter column reference set not null",
        "alter table task rename to job",
        "ALTER TABLE task RENAME COLUMN doubt\n TO why",
        "alter table task set schema other",
        "alter table task alter priority type int",
        "alter table task alter column priority set data type int",
        "alter table task add column a numeric(10, 2) not null",
        "alter table task add a int, add b int not null",
        "alter table task add column a uuid default uuidv7()",
        "alter table task add column a bigserial",
        "alter table task add column a int generated always as (polls + 1) stored",
        "alter table task add column a int references batch (id)",
        "alter table task add column a int unique",
        "alter table task add check (polls >= 0)",
        "alter table task add constraint c check (polls >= 0) not valid",
        "create index a on task (doubt)",
        "create index if not exists a on only task (doubt)",
        "create unique index concurrently a on task (doubt)",
        "create table a (id uuid references task (id))",
        "lock table task",
        "truncate task_event",
        "reindex table task",
        "vacuum full task",
        "update task set doubt = 'drop'",
        "delete from task_event",
        "with a as (select 1) insert into batch select from a",
        "do $$ begin drop table task; end $$",
        "create trigger a before insert on task execute function b()",
        "create or replace function a() returns int return 1",
        "/* none */ -- of\n drop table task",
      })
  void whatTheFormerVersionDoesNotBearIsRefused(String statement) {
    boolean alter = statement.toLowerCase(Locale.ROOT).startsWith("alter table");
    String sql = alter ? BOUNDED + statement : statement;
    assertFalse(MigrationRules.violations("V2__a.sql", sql).isEmpty());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "alter table task add column a text",
        "alter table task add a int not null default 0, add b timestamptz default now()",
        "alter table task add column a text default 'not null; drop table task'",
        "create table a (id uuid primary key, b int not null); create index c on a (b)",
        "create table a (id uuid primary key); create table b (a uuid references a (id))",
        "insert into spool_id (id) values (''); -- drop table task",
        "comment on table task is 'drop it; rename it'",
        "alter type a add value 'b'",
      })
  void whatOnlyAddsIsAllowed(String statement) {
    assertEquals(List.of(), MigrationRules.violations("V2__a.sql", BOUNDED + statement));
  }

  @Test
  void anIndexIsMadeConcurrentlyAndAlone() {
    String index = "create index concurrently a on task (doubt);";
    assertEquals(List.of(), MigrationRules.violations("V2__a.sql", index));
    assertEquals(1, MigrationRules.violations("V2__a.sql", index + "create table a ()").size());
  }

  @Test
  void anAlterDoesNotWaitLongForItsLock() {
    String alter = "alter table task add column a text";
    assertEquals(1, MigrationRules.violations("V2__a.sql", alter).size());
  }

  /** In the release after the one that no longer uses it. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "alter table task drop column doubt",
        "alter table task alter reference set not null",
        "alter table task add constraint c check (polls >= 0) not valid",
      })
  void onlyAContractTakesAway(String statement) {
    String sql = BOUNDED + statement;
    assertEquals(List.of(), MigrationRules.violations("V2__contract_doubt.sql", sql));
    assertFalse(MigrationRules.violations("V2__doubt.sql", sql).isEmpty());
  }

  @Test
  void aContractMayNotLockForLong() {
    String sql = BOUNDED + "alter table task add constraint c check (polls >= 0)";
    List<String> lines = MigrationRules.violations("V2__contract_doubt.sql", sql);
    assertTrue(lines.toString().contains("locks until all is checked"), lines::toString);
  }
}
