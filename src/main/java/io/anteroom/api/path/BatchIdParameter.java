package io.anteroom.api.path;

import io.anteroom.api.problem.ProblemType;
import java.util.UUID;

/** The id of a batch in a path. */
public final class BatchIdParameter {

  private BatchIdParameter() {}

  /** Reads it; anything but a UUID in full is a problem. */
  public static UUID of(String text) {
    if (!TaskIdParameter.isOne(text)) {
      throw ProblemType.MALFORMED_BATCH_ID.problem();
    }
    return UUID.fromString(text);
  }
}
