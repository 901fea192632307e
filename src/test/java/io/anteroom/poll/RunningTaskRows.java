package io.anteroom.poll;

import static io.anteroom.PostgresFixture.await;

import io.anteroom.PostgresFixture;
import io.anteroom.TestSettings;
import io.anteroom.async.Ticker;
import io.anteroom.poll.RunningTaskReader.Place;
import io.anteroom.poll.RunningTaskReader.RunningTaskRow;
import io.anteroom.poll.completion.CompletionCurves;
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

  /** No tasks yet, of workloads of which nothing is known. */
  static RunningTasks memory() {
    return new RunningTasks(schedule(), RunningTasks.MAX);
  }

  static PollSchedule schedule() {
    return new PollSchedule(
        TestSettings.of(PollSettings.class), new CompletionCurves(null, Ticker.SYSTEM));
  }

  /** The rows of this account, no more than a page of them. */
  List<RunningTaskRow> read() {
    return await(new RunningTaskReader(postgres.pool()).changed(account, Place.FIRST)).rows();
  }

  /** Tasks that run since 30 s, each with one event. */
  List<UUID> running(int count, String client) {
    List<UUID> ids = new ArrayList<>();
    postgres
        .sql(
            """
            with running as (
              insert into task (id, client, account, kind, collection_id, request, status, phase,
                                attempt, upstream_task_id, event_no, accepted_at, submitted_at,
                                updated_at)
              select gen_random_uuid(), '%s', '%s', 'text', 'c', '{}', 'INITIALIZING', 'running',
                     1, 'u' || n, 1, now(), now() - interval '30 s', now()
              from generate_series(1, %d) n
              returning id, client, status, phase)
            insert into task_event (task_id, client, no, status, phase)
            select id, client, 1, status, phase from running
            returning task_id
            """
                .formatted(client, account, count))
        .forEach(row -> ids.add(row.getUUID(0)));
    return ids;
  }

  /** A task ended elsewhere. */
  void end(UUID id) {
    postgres.sql("update task set phase = 'ended' where id = '" + id + "'");
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
