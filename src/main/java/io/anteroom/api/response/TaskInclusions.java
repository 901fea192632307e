package io.anteroom.api.task;

import io.anteroom.api.problem.ProblemType;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;

/** What the parameter {@code include} adds to a task. Immutable. */
record TaskInclusions(Set<Part> parts) {

  static final String PARAMETER = "include";

  enum Part {
    /** What was extracted, for a call upstream. */
    FEATURES,
    /** What the client sent. */
    REQUEST
  }

  /** Words with commas in between; null adds nothing. */
  static TaskInclusions of(String include) {
    Set<Part> parts = EnumSet.noneOf(Part.class);
    if (include != null) {
      for (String word : include.split(",", -1)) {
        parts.add(part(word));
      }
    }
    return new TaskInclusions(parts);
  }

  private static Part part(String word) {
    for (Part part : Part.values()) {
      if (part.name().toLowerCase(Locale.ROOT).equals(word)) {
        return part;
      }
    }
    throw ProblemType.INVALID_FIELD.about(
        PARAMETER, "The parameter include takes these words: features, request.");
  }

  boolean features() {
    return parts.contains(Part.FEATURES);
  }

  boolean request() {
    return parts.contains(Part.REQUEST);
  }
}
