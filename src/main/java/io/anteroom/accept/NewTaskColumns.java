package io.anteroom.accept;

import io.anteroom.async.sql.RowsParameter;
import io.anteroom.async.trace.TraceContext;
import io.anteroom.task.StoredFile;
import java.util.function.Function;

/** What an accept writes of a task. A new field of a task is one line here. */
final class NewTaskColumns {

  /** The values that are stored as they are, in the column of the same name. */
  static final RowsParameter<NewTask> STORED =
      new RowsParameter<NewTask>()
          .uuid("id", NewTask::id)
          .text("client", NewTask::client)
          .text("account", NewTask::account)
          .text("kind", task -> task.kind().label())
          .text("collection_id", NewTask::collectionId)
          .text("file_path", ofFile(StoredFile::path))
          .text("file_name", ofFile(StoredFile::name))
          .text("file_type", ofFile(StoredFile::type))
          .bigint("file_size", ofFile(StoredFile::size))
          .text("file_sha256", ofFile(StoredFile::sha256))
          .text("reference", task -> task.options().reference())
          .integer("priority", task -> task.options().priority())
          .text("callback_url", task -> task.options().callbackUrl())
          .uuid("retry_of", NewTask::retryOf)
          .text("workload", task -> task.workload().label())
          .text("traceparent", ofTrace(TraceContext::traceparent))
          .text("tracestate", ofTrace(TraceContext::tracestate));

  static final RowsParameter<NewTask> ALL =
      STORED
          .text("request", NewTask::request)
          .integer("deadline_s", task -> task.options().deadlineSeconds())
          .text("key", ofKey(IdempotencyKey::key))
          .text("fingerprint", ofKey(IdempotencyKey::fingerprint));

  private NewTaskColumns() {}

  private static <V> Function<NewTask, V> ofFile(Function<StoredFile, V> getter) {
    return task -> task.file() == null ? null : getter.apply(task.file());
  }

  private static Function<NewTask, String> ofTrace(Function<TraceContext, String> getter) {
    return task -> task.trace() == null ? null : getter.apply(task.trace());
  }

  private static <V> Function<NewTask, V> ofKey(Function<IdempotencyKey, V> getter) {
    return task -> task.idempotency() == null ? null : getter.apply(task.idempotency());
  }
}
