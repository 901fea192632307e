package io.anteroom.async;

import io.smallrye.mutiny.Uni;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/**
 * Separates work from whoever waits for what comes after it. A chain of steps is held in memory as
 * a whole until its last one has answered, with everything that its first steps needed; detached,
 * the first ones are gone once they are done.
 */
public final class DetachedFromCaller {

  private DetachedFromCaller() {}

  /**
   * As {@link #run(Uni)}, but the work begins when the answer is subscribed to.
   *
   * @param work called for each subscription
   */
  public static <T> Uni<T> run(Supplier<Uni<T>> work) {
    return Uni.createFrom().deferred(() -> run(work.get()));
  }

  /**
   * Begins the work now, and hands out nothing but its outcome. Who cancels what it answers with
   * does not cancel the work.
   */
  public static <T> Uni<T> run(Uni<T> work) {
    CompletableFuture<T> outcome = new CompletableFuture<>();
    work.subscribe().with(outcome::complete, outcome::completeExceptionally);
    return Uni.createFrom().completionStage(outcome::copy);
  }
}
