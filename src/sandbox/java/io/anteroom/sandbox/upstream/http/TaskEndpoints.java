package io.anteroom.sandbox.upstream.http;

import io.anteroom.sandbox.upstream.assets.AssetStore;
import io.anteroom.sandbox.upstream.assets.TrackedAsset;
import io.anteroom.sandbox.upstream.indexing.IndexingTasks;
import io.vertx.core.Future;

/** {@code GET} and {@code DELETE /tasks/{task_id}}. */
final class TaskEndpoints {
  private final AssetStore store;
  private final IndexingTasks indexingTasks;

  TaskEndpoints(AssetStore store, IndexingTasks indexingTasks) {
    this.store = store;
    this.indexingTasks = indexingTasks;
  }

  Future<PreparedCall> get(SandboxCall call) {
    return Future.succeededFuture(
        () -> Future.succeededFuture(SandboxResponse.ok(SandboxTaskView.of(find(call).current()))));
  }

  Future<PreparedCall> cancel(SandboxCall call) {
    TrackedAsset task = find(call);
    return Future.succeededFuture(() -> Future.succeededFuture(cancel(task)));
  }

  private SandboxResponse cancel(TrackedAsset task) {
    boolean cancelled = indexingTasks.cancel(task);
    return MessageResponse.answer(cancelled ? "Task was cancelled" : "Task has already ended");
  }

  private TrackedAsset find(SandboxCall call) {
    return store
        .of(call.account())
        .byTaskId(call.pathParam("task_id"))
        .orElseThrow(() -> CallRefusedException.notFound("task"));
  }
}
