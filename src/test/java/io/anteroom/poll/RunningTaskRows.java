package io.anteroom.poll;

import io.anteroom.PostgresFixture;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** Rows of running tasks of an account of their own. */
final class RunningTaskRows {

  private final PostgresFixture postgres;
  private final String account = "a" + UUID.randomUUID();

  RunningTaskRows(PostgresFixture postgres) {
    this.postgres = postgres;
  }

  String account() {
    return account;
  }

  /** Tasks that run since 30 s. */
  List<UUID> running(int count, String client) {
    List<UUID> ids = new ArrayList<>();
    postgres
        .sql(
            """
            insert into task (id, client, account, kind, collection_id, request, status, phase,
                              attempt, upstream_task_id, event_no, accepted_at, submitted_at,
                              updated_at)
            select gen_random_uuid(), '%s', '%s', 'text', 'c', '{}', 'INITIALIZING', 'running',
                   1, 'u' || n, 1, now(), now() - interval '30 s', now()
            from generate_series(1, %d) n
            returning id
            """
                .formatted(client, account, count))
        .forEach(row -> ids.add(row.getUUID(0)));
    return ids;
  }

  /** Updates of tasks are counted from now on. */
  void countUpdates() {
    postgres.sql(
        """
        create sequence if not exists task_updates;
        create or replace function count_update() returns trigger language plpgsql as
          $$ begin perform nextval('task_updates'); return null; end $$;
        create or replace trigger count_update after update on task for each row
          execute function count_update();
        select nextval('task_updates')
        """);
  }

  /** How many row versions of tasks updates have written. */
  int updates() {
    return postgres.number("select last_value::int from task_updates");
  }
}
