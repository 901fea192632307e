package io.anteroom.callback;

import io.anteroom.task.Task;
import io.anteroom.task.Tasks;
import io.quarkus.vertx.core.runtime.context.VertxContextSafetyToggle;
import io.smallrye.common.vertx.VertxContext;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import jakarta.inject.Singleton;

/** Reads a task where no request is: Hibernate wants a context of its own. Thread-safe. */
@Singleton
class EndedTasks {

  private final Tasks tasks;
  private final Vertx vertx;

  EndedTasks(Tasks tasks, Vertx vertx) {
    this.tasks = tasks;
    this.vertx = vertx;
  }

  /** The task of a callback; null where it is gone. */
  Uni<Task> of(Claim claim) {
    return Uni.createFrom()
        .emitter(
            answer ->
                ownContext()
                    .runOnContext(
                        nothing ->
                            tasks
                                .find(claim.id(), claim.client())
                                .subscribe()
                                .with(answer::complete, answer::fail)));
  }

  private Context ownContext() {
    Context context = VertxContext.createNewDuplicatedContext(vertx.getOrCreateContext());
    VertxContextSafetyToggle.setContextSafe(context, true);
    return context;
  }
}
