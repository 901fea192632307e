package io.anteroom.accept;

/** The parts of the statements that accept tasks: one by one (Intake), and batches. */
final class TaskInsertSql {

  /** The columns of {@link NewTaskColumns}, $1 to $19. */
  static final String ASKED =
      """
      asked as (
        select * from unnest(
          $1::uuid[], $2::text[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[],
          $8::text[], $9::text[], $10::bigint[], $11::text[], $12::text[], $13::int[],
          $14::int[], $15::text[], $16::uuid[], $17::text[], $18::text[],
          $19::text[])
        as a (id, client, account, kind, collection_id, request, file_path, file_name, file_type,
              file_size, file_sha256, reference, priority, deadline_s, callback_url, retry_of,
              key, fingerprint, workload))
      """;

  private TaskInsertSql() {}

  /**
   * The tasks and their first events. A request that is null is that of the task that is repeated:
   * it goes from row to row, and not through this process.
   *
   * @param batch the expression of their batch
   */
  static String tasks(String batch) {
    return """
    tasks as (
      insert into task (id, client, account, kind, collection_id, request, request_size,
                        file_path, file_name, file_type, file_size, file_sha256, reference, priority,
                        deadline_at, callback_url, retry_of, workload, status, phase, event_no, accepted_at,
                        updated_at, batch)
      select id, client, account, kind, collection_id,
             coalesce(request::json, (select o.request from task o where o.id = retried)),
             coalesce(octet_length(request),
                      (select octet_length(o.request::text) from task o where o.id = retried)),
             file_path, file_name, file_type, file_size, file_sha256, reference, priority,
             now() + deadline_s * interval '1 s', callback_url, retry_of, workload,
             'INITIALIZING', 'queued', 1, now(), now(), %s
      from (select f.*, f.retry_of as retried from fresh f) f),
    events as (
      insert into task_event (task_id, client, no, status, phase)
      select id, client, 1, 'INITIALIZING', 'queued' from fresh)
    """
        .formatted(batch);
  }
}
