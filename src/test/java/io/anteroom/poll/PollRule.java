package io.anteroom.poll;

import io.anteroom.quota.PermitSupply;
import java.util.Collection;
import java.util.List;

/** Which running tasks are polled, and when. Keeps state, so each simulation needs a new one. */
interface PollRule {

  /** How many tasks one list call shows. */
  int PAGE = 100;

  /**
   * The polls of this moment, each with one permit.
   *
   * @param tasks all that may be polled
   * @param supply the permits
   */
  List<List<SimulatedTask>> choose(
      double now, Collection<SimulatedTask> tasks, PermitSupply supply);

  /** The task may be polled from now on, for the first time or again after this replica's poll. */
  default void waits(SimulatedTask task) {}

  /** The task is polled by this replica, and may not be polled until it waits again. */
  default void polled(SimulatedTask task) {}

  /** A poll of this replica showed that the task still runs; its {@code polledAt} is that poll. */
  default void unfinished(SimulatedTask task, double now) {}

  /** A poll that any replica made at this time was the first to show that the task has ended. */
  default void ended(SimulatedTask task, double polledAt) {}
}
