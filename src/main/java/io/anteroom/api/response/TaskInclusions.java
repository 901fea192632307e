package io.anteroom.api.response;

import io.anteroom.api.problem.ProblemType;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/** What the parameter {@code include} adds to a task. Immutable. */
public record TaskInclusions(Set<Part> parts) {

  /** The name of the parameter. */
  public static final String PARAMETER = "include";

  enum Part {
    /** What was extracted, for a call upstream. */
    FEATURES,
    /** What the client sent. */
    REQUEST;

    private final String word = name().toLowerCase(Locale.ROOT);
  }

  /**
   * Of a call that reads a task.
   *
   * @param include words with commas in between, one text for each time that it is there; none adds
   *     nothing
   */
  public static TaskInclusions ofRead(List<String> include) {
    return of(include, EnumSet.allOf(Part.class));
  }

  /** The same of a call that accepts a task: its caller knows what it sent. */
  public static TaskInclusions ofAccept(List<String> include) {
    return of(include, EnumSet.of(Part.FEATURES));
  }

  private static TaskInclusions of(List<String> include, Set<Part> taken) {
    Set<Part> parts = EnumSet.noneOf(Part.class);
    for (String words : include) {
      for (String word : words.split(",", -1)) {
        parts.add(part(word, taken));
      }
    }
    return new TaskInclusions(parts);
  }

  private static Part part(String word, Set<Part> taken) {
    return taken.stream()
        .filter(part -> part.word.equals(word))
        .findFirst()
        .orElseThrow(
            () ->
                ProblemType.INVALID_FIELD.about(
                    PARAMETER, "The parameter include takes %s.".formatted(words(taken))));
  }

  private static String words(Set<Part> taken) {
    String words = taken.stream().map(part -> part.word).collect(Collectors.joining(", "));
    return (taken.size() == 1 ? "this word: " : "these words: ") + words;
  }

  /** Whether what was extracted is asked for. */
  public boolean features() {
    return parts.contains(Part.FEATURES);
  }

  /** Whether what the client sent is asked for. */
  public boolean request() {
    return parts.contains(Part.REQUEST);
  }
}
