package io.anteroom.api.path;

import io.anteroom.api.problem.ProblemType;
import java.util.UUID;

/** The id of a task in a path. */
public final class TaskIdParameter {

  private static final String CANONICAL = "(?i)[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}";

  private TaskIdParameter() {}

  /** Whether it is a UUID in full. */
  public static boolean isOne(String text) {
    return text.matches(CANONICAL);
  }

  /** Reads it; anything but a UUID in full is a problem. */
  public static UUID of(String text) {
    if (!isOne(text)) {
      throw ProblemType.MALFORMED_TASK_ID.problem();
    }
    return UUID.fromString(text);
  }
}
