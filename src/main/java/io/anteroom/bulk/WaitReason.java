package io.anteroom.bulk;

import java.util.Locale;

/** Why a bulk action keeps a task in hand. The labels are promises of the API. */
enum WaitReason {
  /** The queue of its client is full, or nearly. */
  QUEUE_FULL,
  /** Its file cannot be reached, or has no space. */
  SPOOL;

  String label() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
