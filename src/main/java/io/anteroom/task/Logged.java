package io.anteroom.task;

/**
 * Makes a change of tasks, its events and its callbacks one statement, so that none is ever there
 * without the others.
 */
final class Logged {

  private Logged() {}

  /**
   * The statement.
   *
   * @param assignments what follows {@code update task t set}, with its where clause, without
   *     {@code returning}; it raises {@code event_no} of the tasks whose change a reader sees
   * @param before a column list of CTEs that the update uses, each ended with a comma, or empty
   */
  static String change(String before, String assignments) {
    return """
    with %s
    changed as (
      update task t set event_xid = greatest(t.event_xid, pg_current_xact_id()),
      %s returning t.*),
    events as (
      insert into task_event (xid, task_id, client, no, status, phase, upstream_status, error)
      select event_xid, id, client, event_no, status, phase, upstream_status, error from changed
      on conflict (task_id, no) do nothing),
    callbacks as (
      insert into callback (id, client, type, url, endpoint)
      select id, client, 'task.' || lower(status), callback_url,
             lower(substring(callback_url from '^[^/]*//[^/?#]*'))
      from changed where phase = 'ended' and callback_url is not null
      on conflict (id) do nothing)
    select id, client, account, status, phase, event_no, file_path, upstream_task_id,
           callback_url is not null as has_callback
    from changed
    """
        .formatted(before, assignments);
  }
}
