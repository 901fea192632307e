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
   * @param update an {@code update task t … } with its where clause, without {@code returning}; it
   *     raises {@code event_no} of the tasks whose change a reader sees
   * @param before a column list of CTEs that the update uses, each ended with a comma, or empty
   */
  static String change(String before, String update) {
    return """
    with %s
    changed as (%s returning t.*),
    events as (
      insert into task_event (task_id, client, no, status, phase, upstream_status, error)
      select id, client, event_no, status, phase, upstream_status, error from changed
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
        .formatted(before, update);
  }
}
