package io.anteroom.task;

/**
 * Makes a change of tasks, its events, what it means for their batches, its callbacks, and the
 * watch for late duplicate assets one statement, so that none is ever there without the others.
 *
 * <p>The rows of batches are locked after those of the tasks, in the order of their ids: statements
 * that end tasks of the same batches wait for each other and do not deadlock, and of two that end
 * the last two tasks the second sees what the first left.
 */
public final class TaskTransitionSql {

  private static final String MOVED = "phase_xid = greatest(t.phase_xid, pg_current_xact_id()),\n";

  private TaskTransitionSql() {}

  /**
   * The statement.
   *
   * @param assignments what follows {@code update task t set}, with its where clause, without
   *     {@code returning}; it raises {@code event_no}
   * @param before a column list of CTEs that the update uses, each ended with a comma, or empty
   */
  public static String change(String before, String assignments) {
    return statement(before, MOVED + assignments, "true");
  }

  /**
   * The same, where a task may also be put back into the queue, which no reader sees: then {@code
   * event_no} stays, and no event is written.
   */
  public static String changeOrPutBack(String assignments) {
    return statement("", MOVED + assignments, "phase <> 'queued'");
  }

  /**
   * The same of what a poll found. The replica that polls remembers it, and does not read the task
   * anew: so its place among those that changed stays, and with it the entry of the index.
   */
  public static String polled(String before, String assignments) {
    return statement(before, assignments, "true");
  }

  /**
   * No number is there twice, since the row of the task is locked. "On conflict" would write a
   * second record into the log for each event.
   */
  private static String statement(String before, String assignments, String hasEvent) {
    return """
    with %s
    changed as (
      update task t set event_xid = greatest(t.event_xid, pg_current_xact_id()),
      %s returning t.*),
    events as (
      insert into task_event (xid, task_id, client, no, status, phase, upstream_status, error,
                              error_status, failure_reason)
      select event_xid, id, client, event_no, status, phase, upstream_status, error, error_status,
             failure_reason
      from changed where %s),
    ended as (
      select batch, count(*)::int as n, count(*) filter (where status = 'DONE')::int as done,
        count(*) filter (where status = 'FAILED')::int as failed
      from changed where phase = 'ended' and batch is not null group by batch),
    locked as (
      select id from batch where id = any (array(select batch from ended)) order by id for update),
    batches as (
      update batch b set open = b.open - e.n, done = b.done + e.done, failed = b.failed + e.failed,
        cancelled = b.cancelled + e.n - e.done - e.failed,
        ended_at = case when b.open <= e.n then clock_timestamp() end
      from ended e
      where b.id = e.batch and b.id = any (array(select id from locked))
      returning b.id, b.client, b.callback_url, b.open),
    watched as (
      insert into duplicate_watch (task, account, since, check_at)
      select id, account, now(), now() from changed
      where phase = 'ended' and cardinality(array_remove(in_doubt_attempts, attempt)) > 0
      on conflict (task) do nothing),
    callbacks as (
      insert into callback (id, client, type, url, endpoint)
      select id, client, type, callback_url,
             lower(substring(callback_url from '^[^/]*//[^/?#]*'))
      from (
        select id, client, 'task.' || lower(status) as type, callback_url
        from changed where phase = 'ended'
        union all
        select id, client, 'batch.ended', callback_url from batches where open <= 0) told
      where callback_url is not null
      on conflict (id) do nothing)
    select id, client, account, kind, status, phase, event_no, file_path, upstream_task_id,
           callback_url is not null
             or exists (select from batches b
                        where b.id = changed.batch and b.open <= 0 and b.callback_url is not null)
             as has_callback
    from changed
    """
        .formatted(before, assignments, hasEvent);
  }
}
