package io.anteroom.client.repeat;

import java.util.concurrent.CompletableFuture;

/** What is done until it gives a result. */
@FunctionalInterface
public interface Step<T> {

  /**
   * Begins one step. To cancel what it returns ends it.
   *
   * @param failures how many steps have failed in a row before this one
   */
  CompletableFuture<Turn<T>> take(int failures);
}
