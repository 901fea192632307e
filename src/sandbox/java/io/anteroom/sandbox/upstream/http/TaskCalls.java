package io.anteroom.sandbox.upstream.http;

import io.anteroom.sandbox.upstream.assets.AssetStore;
import io.anteroom.sandbox.upstream.assets.TrackedAsset;
import io.anteroom.sandbox.upstream.indexing.Intake;
import io.vertx.core.Future;

/** {@code GET} and {@code DELETE /tasks/{task_id}}. */
final class TaskCalls {
  private final AssetStore store;
  private final Intake intake;

  TaskCalls(AssetStore store, Intake intake) {
    this.store = store;
    this.intake = intake;
  }

  Future<Work> get(Call call) {
    return Future.succeededFuture(
        () -> Future.succeededFuture(Answer.ok(TaskView.of(find(call).current()))));
  }

  Future<Work> cancel(Call call) {
    TrackedAsset task = find(call);
    return Future.succeededFuture(() -> Future.succeededFuture(cancel(task)));
  }

  private Answer cancel(TrackedAsset task) {
    boolean cancelled = intake.cancel(task);
    return Message.answer(cancelled ? "Task was cancelled" : "Task has already ended");
  }

  private TrackedAsset find(Call call) {
    return store
        .of(call.account())
        .byTaskId(call.pathParam("task_id"))
        .orElseThrow(() -> CallRefused.notFound("task"));
  }
}
