package io.anteroom.accept;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.anteroom.PostgresFixture;
import io.anteroom.TestEnvironment;
import io.anteroom.async.trace.TraceContext;
import io.anteroom.task.StoredFile;
import io.anteroom.task.Task;
import io.anteroom.task.TaskKind;
import io.anteroom.task.TaskRepository;
import io.anteroom.task.Workload;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.lang.reflect.Field;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What an accept answers without a read, of a client and an account that nobody works on. */
@QuarkusTest
@QuarkusTestResource(TestEnvironment.class)
class AcceptedTaskTest {

  private static final TaskOptions OPTIONS =
      new TaskOptions("my name", 7, 3600, "https://receiver.example/told");

  @Inject TaskInsert taskInsert;
  @Inject TaskRepository taskRepository;

  private final String client = "client-" + UUID.randomUUID();

  @Test
  void isTheTaskThatTheDatabaseHas() throws IllegalAccessException {
    StoredFile file = new StoredFile("path/to", "a.txt", "text/plain", 3, "abc");
    Task accepted = accept(task(TaskKind.UPLOAD, file, OPTIONS)).task();
    assertNotNull(accepted.deadlineAt);
    assertSame(read(accepted.id), accepted);
  }

  @Test
  void whatIsOptionalMayBeMissing() throws IllegalAccessException {
    Task accepted = accept(task(TaskKind.TEXT, null, TaskOptions.NONE)).task();
    assertNull(accepted.deadlineAt);
    assertSame(read(accepted.id), accepted);
  }

  /** Hibernate's own fields begin with a dollar sign. */
  private static void assertSame(Task expected, Task accepted) throws IllegalAccessException {
    for (Field field : Task.class.getFields()) {
      if (!field.getName().startsWith("$")) {
        assertEquals(field.get(expected), field.get(accepted), field.getName());
      }
    }
  }

  private AcceptResult accept(NewTask task) {
    return PostgresFixture.await(taskInsert.accept(task));
  }

  private Task read(UUID id) {
    return PostgresFixture.await(taskRepository.find(id, client));
  }

  private NewTask task(TaskKind kind, StoredFile file, TaskOptions options) {
    return new NewTask(
        NewTasks.newId(),
        client,
        client,
        kind,
        "c",
        "{\"text\": \"t\"}",
        file,
        options,
        null,
        UUID.randomUUID(),
        Workload.ofText(1),
        new TraceContext("00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01", "a=b"));
  }
}
