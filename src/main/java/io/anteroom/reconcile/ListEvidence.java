package io.anteroom.reconcile;

/**
 * What a look at the asset list tells of the list itself: whether what it does not show is absent.
 */
enum ListEvidence {
  /** It showed what is known to be there. */
  SHOWS,
  /** It did not show what is known to be there. */
  BLIND,
  /** Nothing is known to be there by which to tell. */
  NONE
}
