package io.anteroom.bulk;

import io.anteroom.accept.NotRetryableException;
import java.util.Locale;

/** Why a bulk action left a task as it is. The labels are promises of the API. */
enum SkipReason {
  /** It ended before it could be cancelled. */
  ENDED,
  /** Its cancel was asked for before. */
  CANCEL_REQUESTED,
  /** It was retried before. */
  RETRIED_BEFORE,
  /** It is neither FAILED nor CANCELLED. */
  NOT_FAILED,
  /** Its request is no longer kept. */
  REQUEST_GONE,
  /** Its file is no longer kept. */
  FILE_GONE,
  /** Its client is not configured any more. */
  CLIENT_GONE,
  /** Its client may no longer use its collection. */
  COLLECTION_FORBIDDEN,
  /** Nobody is told of its end. */
  NO_CALLBACK,
  /** It was removed, since it ended long ago. */
  TASK_GONE,
  /** It still waited when the bulk action was stopped. */
  STOPPED;

  static SkipReason of(NotRetryableException.Reason reason) {
    return valueOf(reason.name());
  }

  String label() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
