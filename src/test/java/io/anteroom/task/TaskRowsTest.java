package io.anteroom.task;

import static io.anteroom.PostgresFixture.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import io.anteroom.TestEnvironment;
import io.anteroom.async.DatabaseSession;
import io.quarkus.hibernate.reactive.panache.Panache;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Inject;
import java.lang.reflect.Field;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** A task is the same whether it is read by its row or by Hibernate. */
@QuarkusTest
@QuarkusTestResource(TestEnvironment.class)
class TaskRowsTest {

  private static final String FULL =
      """
      insert into task (id, client, account, kind, collection_id, request, file_path, file_name,
        file_type, file_size, file_sha256, reference, priority, deadline_at, callback_url, retry_of,
        batch, workload, status, upstream_status, upstream_note, phase, attempt, cancel_requested,
        not_before, upstream_task_id, asset_id, error, error_status, failure_reason, event_no,
        accepted_at, submitted_at, in_doubt_since, doubt, next_check_at, updated_at, ended_at,
        traceparent)
      select $1, 'nobody', 'nowhere', 'upload', 'c', '{}', 'f/1', 'f.txt',
        'text/plain', 3, 'abc', 'my name', 7, t + interval '1 s', 'https://receiver.example', $1,
        $1, 'upload.text', 'FAILED', 'BROKEN', 'odd', 'ended', 2, true,
        t + interval '2 s', 'u-1', 'a-1', 'why', 422, 'gone-upstream', 5,
        t, t + interval '3 s', t + interval '4 s', 'failed', t + interval '5 s',
        t + interval '6 s', t + interval '7 s',
        '00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01'
      from (values (now())) as times (t)
      """;

  private static final String SPARSE =
      """
      insert into task (id, client, account, kind, collection_id, request, status, phase, event_no,
        accepted_at, updated_at)
      values ($1, 'nobody', 'nowhere', 'text', 'c', '{}', 'INITIALIZING', 'queued', 1, now(), now())
      """;

  @Inject Pool pool;
  @Inject TaskRepository tasks;
  @Inject DatabaseSession session;

  @Test
  void oneWithAllThatATaskMayHave() throws IllegalAccessException {
    Task task = assertReadAlike(FULL);
    for (Field field : Task.class.getFields()) {
      assertNotNull(field.get(task), field.getName());
    }
  }

  @Test
  void oneWithoutAnythingOptional() throws IllegalAccessException {
    assertReadAlike(SPARSE);
  }

  private Task assertReadAlike(String insert) throws IllegalAccessException {
    UUID id = UUID.randomUUID();
    await(pool.preparedQuery(insert).execute(Tuple.of(id)));
    Task read = await(tasks.find(id, "nobody"));
    Task byHibernate =
        await(session.read(() -> Panache.getSession().chain(open -> open.find(Task.class, id))));
    for (Field field : Task.class.getFields()) {
      if (!field.getName().startsWith("$")) { // Hibernate's own
        assertEquals(field.get(byHibernate), field.get(read), field.getName());
      }
    }
    await(pool.preparedQuery("delete from task where id = $1").execute(Tuple.of(id)));
    return byHibernate;
  }
}
