package io.anteroom.cluster;

import io.quarkus.runtime.ShutdownDelayInitiatedEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;

/**
 * Whether this replica takes requests: from when it has registered in the database for the first
 * time until it is told to stop. It never comes back. Thread-safe.
 */
@Singleton
public class ReplicaState {

  /** Before anything else of a stop. */
  private static final int FIRST = 1;

  public enum State {
    /** Not yet registered in the database. */
    STARTING,
    /** Taking requests. */
    AVAILABLE,
    /** Answering those that it has, and no others. */
    STOPPING
  }

  private volatile State state = State.STARTING;

  public State state() {
    return state;
  }

  /** The replica has registered in the database. */
  synchronized void started() {
    if (state == State.STARTING) {
      state = State.AVAILABLE;
    }
  }

  synchronized void stop(@Observes @Priority(FIRST) ShutdownDelayInitiatedEvent event) {
    state = State.STOPPING;
  }
}
