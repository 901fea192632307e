package io.anteroom.accept;

import java.time.Duration;

/** The parts of the statements that insert tasks, single ones and batches. */
final class TaskInsertSql {

  /** The tasks to insert, as parameters. */
  static final String ASKED =
      "asked as (select * from %s)".formatted(NewTaskColumns.ALL.unnest("a"));

  /** Whether the request of such a task is there: that of one that is repeated may be gone. */
  static final String HAS_REQUEST =
      "(a.request is not null or exists ("
          + "select from task o where o.id = a.retry_of and o.request is not null))";

  private TaskInsertSql() {}

  /** The moment at which an idempotency key expires that is stored now. */
  static String expiresAfter(Duration keyLife) {
    return "clock_timestamp() + interval '%d ms'".formatted(keyLife.toMillis());
  }

  /**
   * The tasks and their first events. A request that is null is that of the task that is repeated:
   * it goes from row to row, and not through this process.
   *
   * @param batch the expression of their batch
   */
  static String tasks(String batch) {
    return """
    tasks as (
      insert into task (%s, request, request_size,
                        deadline_at, status, phase, event_no, accepted_at, updated_at, batch)
      select %s,
             coalesce(request::json, (select o.request from task o where o.id = retried)),
             coalesce(octet_length(request),
                      (select octet_length(o.request::text) from task o where o.id = retried)),
             now() + deadline_s * interval '1 s', 'INITIALIZING', 'queued', 1, now(), now(), %s
      from (select f.*, f.retry_of as retried from fresh f) f
      returning id, accepted_at, deadline_at),
    events as (
      insert into task_event (task_id, client, no, status, phase)
      select id, client, 1, 'INITIALIZING', 'queued' from fresh)
    """
        .formatted(NewTaskColumns.STORED.names(), NewTaskColumns.STORED.names(), batch);
  }
}
