package io.anteroom.callback;

import io.anteroom.callback.outbox.CallbackClaim;
import io.anteroom.task.Task;
import io.anteroom.task.TaskRepository;
import io.quarkus.vertx.core.runtime.context.VertxContextSafetyToggle;
import io.smallrye.common.vertx.VertxContext;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import jakarta.inject.Singleton;

/** Reads a task where no request is: Hibernate wants a context of its own. Thread-safe. */
@Singleton
class EndedTaskReader {

  private final TaskRepository taskRepository;
  private final Vertx vertx;

  EndedTaskReader(TaskRepository taskRepository, Vertx vertx) {
    this.taskRepository = taskRepository;
    this.vertx = vertx;
  }

  /** The task of a callback; null where it is gone. */
  Uni<Task> of(CallbackClaim callbackClaim) {
    return Uni.createFrom()
        .emitter(
            answer ->
                ownContext()
                    .runOnContext(
                        nothing ->
                            taskRepository
                                .find(callbackClaim.id(), callbackClaim.client())
                                .subscribe()
                                .with(answer::complete, answer::fail)));
  }

  private Context ownContext() {
    Context context = VertxContext.createNewDuplicatedContext(vertx.getOrCreateContext());
    VertxContextSafetyToggle.setContextSafe(context, true);
    return context;
  }
}
