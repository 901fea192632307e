package io.anteroom.api.version;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * The versions of the API, by the day from which they are there (seed: "versioning via
 * calendar-based headers"), oldest first. A version is added when something changes in a way that
 * an existing caller could break on, and stays as it is for ever.
 */
public enum ApiVersion {
  V2024_12_01("2024-12-01");

  /** What a caller gets who neither asks for a version nor has one pinned. */
  public static final ApiVersion FIRST = values()[0];

  public static final String HEADER = "Api-Version";

  private final String label;

  ApiVersion(String label) {
    this.label = label;
  }

  /** The version of this day, {@code YYYY-MM-DD}; empty where there is none. */
  public static Optional<ApiVersion> named(String day) {
    return Arrays.stream(values()).filter(version -> version.label.equals(day)).findFirst();
  }

  public static List<String> labels() {
    return Arrays.stream(values()).map(ApiVersion::label).toList();
  }

  public static String list() {
    return String.join(", ", labels());
  }

  /** The day, as the header writes it. */
  public String label() {
    return label;
  }
}
