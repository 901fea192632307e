package io.anteroom.task;

/**
 * Makes a change of tasks and its events one statement, so that neither is ever there without the
 * other.
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
      on conflict (task_id, no) do nothing)
    select id, client, account, status, phase, event_no, file_path, upstream_task_id from changed
    """
        .formatted(before, update);
  }
}
