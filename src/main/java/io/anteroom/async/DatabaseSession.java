package io.anteroom.async;

import io.quarkus.hibernate.reactive.panache.Panache;
import io.quarkus.vertx.core.runtime.context.VertxContextSafetyToggle;
import io.smallrye.common.vertx.VertxContext;
import io.smallrye.mutiny.TimeoutException;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import jakarta.inject.Singleton;
import java.util.concurrent.Executor;
import java.util.function.Supplier;

/**
 * The one place that opens sessions of Hibernate Reactive. Panache keeps its session on the Vert.x
 * context, where work of the same request may find a session that other work opened and is about to
 * close. So each piece of work gets a context of its own, and on it a session of its own. Panache
 * and its repositories find that session as usual.
 *
 * <p>A caller that hangs up does not cancel the work: a session that is cancelled half-way may not
 * give its connection back. The outcome comes back on the Vert.x context of the caller; where there
 * is none, on any thread. It fails with {@link TimeoutException} after the time of {@link
 * StatementTimeout}. Thread-safe.
 */
@Singleton
public class DatabaseSession {

  private final Vertx vertx;

  public DatabaseSession(Vertx vertx) {
    this.vertx = vertx;
  }

  /**
   * Reads without a transaction.
   *
   * @param work called on the context of the session; what it changes in entities is not written
   */
  public <T> Uni<T> read(Supplier<Uni<T>> work) {
    return run(() -> Panache.withSession(work));
  }

  /**
   * Reads and writes in one transaction, which is committed when the work has succeeded, and else
   * rolled back.
   *
   * @param work called on the context of the session
   */
  public <T> Uni<T> write(Supplier<Uni<T>> work) {
    return run(() -> Panache.withTransaction(work));
  }

  private <T> Uni<T> run(Supplier<Uni<T>> work) {
    return Uni.createFrom()
        .deferred(
            () -> {
              Executor caller = CallerContext.executor();
              return StatementTimeout.of(DetachedFromCaller.run(() -> onOwnContext(work)))
                  .emitOn(caller);
            });
  }

  private <T> Uni<T> onOwnContext(Supplier<Uni<T>> work) {
    Context own = VertxContext.createNewDuplicatedContext(vertx.getOrCreateContext());
    VertxContextSafetyToggle.setContextSafe(own, true);
    return Uni.createFrom()
        .deferred(work::get)
        .runSubscriptionOn(step -> own.runOnContext(nothing -> step.run()));
  }
}
