package io.anteroom.sandbox.upstream.indexing;

import io.vertx.core.Future;
import java.util.function.Supplier;

/**
 * A part of a task's way.
 *
 * @param status what the task shows meanwhile
 * @param millis how long it takes at least
 * @param work what is done meanwhile; the stage ends when both are over
 */
record Stage(String status, long millis, Supplier<Future<Void>> work) {

  /** A stage in which time passes, and nothing else happens. */
  static Stage idle(String status, long millis) {
    return new Stage(status, millis, Future::succeededFuture);
  }
}
