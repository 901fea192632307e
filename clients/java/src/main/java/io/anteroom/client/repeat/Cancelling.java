package io.anteroom.client.repeat;

import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

/** Futures that pass a cancel on to what they wait for. Stateless. */
public final class Cancelling {

  private Cancelling() {}

  /** As {@code thenApply}; to cancel what it returns cancels the call too. */
  public static <A, B> CompletableFuture<B> map(
      CompletableFuture<A> call, Function<? super A, ? extends B> function) {
    CompletableFuture<B> mapped = call.thenApply(function);
    mapped.whenComplete((value, failure) -> call.cancel(true));
    return mapped;
  }
}
