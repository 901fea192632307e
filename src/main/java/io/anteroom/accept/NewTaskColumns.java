package io.anteroom.accept;

import io.anteroom.task.StoredFile;
import io.vertx.mutiny.sqlclient.Tuple;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;

/** New tasks as the columns that the accept statement unnests, in its order. */
final class NewTaskColumns {

  private final List<NewTask> tasks;

  private NewTaskColumns(List<NewTask> tasks) {
    this.tasks = tasks;
  }

  static Tuple of(List<NewTask> tasks, Duration keyLife) {
    NewTaskColumns columns = new NewTaskColumns(tasks);
    return Tuple.tuple()
        .addArrayOfUUID(columns.uuids(NewTask::id))
        .addArrayOfString(columns.texts(NewTask::client))
        .addArrayOfString(columns.texts(NewTask::account))
        .addArrayOfString(columns.texts(t -> t.kind().label()))
        .addArrayOfString(columns.texts(NewTask::collectionId))
        .addArrayOfString(columns.texts(NewTask::request))
        .addArrayOfString(columns.ofFile(StoredFile::path))
        .addArrayOfString(columns.ofFile(StoredFile::name))
        .addArrayOfString(columns.ofFile(StoredFile::type))
        .addArrayOfLong(
            tasks.stream().map(t -> t.file() == null ? null : t.file().size()).toArray(Long[]::new))
        .addArrayOfString(columns.ofFile(StoredFile::sha256))
        .addArrayOfString(columns.texts(t -> t.options().reference()))
        .addArrayOfInteger(tasks.stream().map(t -> t.options().priority()).toArray(Integer[]::new))
        .addArrayOfInteger(
            tasks.stream().map(t -> t.options().deadlineSeconds()).toArray(Integer[]::new))
        .addArrayOfString(columns.texts(t -> t.options().callbackUrl()))
        .addArrayOfUUID(columns.uuids(NewTask::retryOf))
        .addArrayOfString(columns.ofKey(IdempotencyKey::key))
        .addArrayOfString(columns.ofKey(IdempotencyKey::fingerprint))
        .addArrayOfString(columns.texts(t -> t.workload().label()))
        .addLong(keyLife.toMillis());
  }

  private UUID[] uuids(Function<NewTask, UUID> column) {
    return tasks.stream().map(column).toArray(UUID[]::new);
  }

  private String[] texts(Function<NewTask, String> column) {
    return tasks.stream().map(column).toArray(String[]::new);
  }

  private String[] ofFile(Function<StoredFile, String> column) {
    return texts(t -> t.file() == null ? null : column.apply(t.file()));
  }

  private String[] ofKey(Function<IdempotencyKey, String> column) {
    return texts(t -> t.idempotency() == null ? null : column.apply(t.idempotency()));
  }
}
