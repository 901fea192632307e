package io.anteroom.reconcile;

/**
 * What a check tells about the asset list itself: whether a task that it does not show is absent.
 */
enum ListEvidence {
  /** The list shows tasks that are known to be there. What it does not show is absent. */
  SHOWS_OUR_TASKS,
  /** The list does not show tasks that are known to be there. What it hides may be there too. */
  HIDES_OUR_TASKS,
  /** No task is known to be there by which to tell. */
  INCONCLUSIVE,
  /** A call that was to tell had no answer. */
  UNVERIFIED
}
