package io.anteroom.async;

import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.Cancellable;
import java.util.function.Consumer;

/**
 * Lets something else than a step itself end it with a failure. {@code Uni.combine().any()} does so
 * too, and makes four exceptions with their stack traces for each step that succeeds. Stateless.
 */
public final class EarlyFailure {

  private EarlyFailure() {}

  /**
   * The step, which is cancelled when it is made to fail.
   *
   * @param register gets what makes it fail, before the step begins; calling that after the end of
   *     the step does nothing
   */
  public static <T> Uni<T> of(Uni<T> step, Consumer<Consumer<Throwable>> register) {
    return Uni.createFrom()
        .emitter(
            emitter -> {
              register.accept(emitter::fail);
              Cancellable begun = step.subscribe().with(emitter::complete, emitter::fail);
              emitter.onTermination(begun::cancel);
            });
  }
}
