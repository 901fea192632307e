package io.anteroom.cluster;

import io.anteroom.cluster.DueWork.ToDo;
import io.smallrye.mutiny.Uni;

/**
 * Work that a replica does by itself. A bean of this type needs no registration: {@link
 * ReplicaLifecycle} starts and stops it, {@link Tick} tells it what there is to do. At a tick the
 * beans follow each other, those with a higher {@link jakarta.annotation.Priority} first.
 */
public interface BackgroundWork {

  /** The priority of what must be committed before other work is woken at the same tick. */
  int BEFORE_OTHERS = 100;

  /** The priority of what other work should not wait for at a tick. */
  int AFTER_OTHERS = -100;

  /** The replica has entered. */
  default void start() {}

  /**
   * A tick. It has renewed the lease and checked the database's history. The next tick waits for
   * the end of this, and a failure ends the whole tick; longer work runs in a loop of its own.
   *
   * @param todo what the database says that there is to do
   */
  default Uni<Void> tick(ToDo todo) {
    return Uni.createFrom().voidItem();
  }

  /** Begins nothing new; what is under way goes on. */
  default void stop() {}

  /** Whether something is under way that a stop of the process should wait for. */
  default boolean isBusy() {
    return false;
  }
}
