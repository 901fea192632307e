package io.anteroom.accept;

import io.anteroom.task.TaskKind;
import io.anteroom.task.Workload;
import java.util.UUID;
import org.hibernate.id.uuid.UuidVersion7Strategy;

/** Tasks to accept, for tests that do not mind what is in them. */
public final class NewTasks {

  private NewTasks() {}

  /** A short text, in the collection c. */
  public static NewTask text(String client, String account) {
    return text(client, account, TaskOptions.NONE, null);
  }

  /** The same with these options, and with this key or null. */
  public static NewTask text(
      String client, String account, TaskOptions options, IdempotencyKey key) {
    return new NewTask(
        newId(),
        client,
        account,
        TaskKind.TEXT,
        "c",
        "{\"text\": \"t\"}",
        null,
        options,
        key,
        null,
        Workload.ofText(1),
        null);
  }

  /** An id as tasks and batches have them. */
  public static UUID newId() {
    return UuidVersion7Strategy.INSTANCE.generateUuid(null);
  }
}
