package io.anteroom.api.problem;

import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What the file of a type of problem says. The file is Markdown: a head of {@code name: value}
 * lines, then a section for each of the long texts.
 *
 * @param field the field, parameter or header that every problem of the type is about
 * @param retryAfter the seconds of {@code Retry-After}
 * @param detail the member {@code detail}, unless the code that finds the problem knows more
 */
record ProblemText(
    String title,
    int status,
    Optional<String> field,
    Optional<Integer> retryAfter,
    String meaning,
    String remedy,
    String detail) {

  private static final String SECTION = "\n## ";

  /**
   * Reads the file of the type with this label.
   *
   * @throws IllegalStateException if there is no file, or something is missing in it
   */
  static ProblemText read(String label) {
    String file = label + ".md";
    String[] parts = ProblemFile.read(file).split(SECTION);
    var head =
        byName(Arrays.stream(parts[0].split("\n")).filter(line -> line.contains(": ")), ": ");
    var sections = byName(Arrays.stream(parts).skip(1), "\n\n");
    return new ProblemText(
        required(head, "title", file),
        Integer.parseInt(required(head, "status", file)),
        Optional.ofNullable(head.get("field")),
        Optional.ofNullable(head.get("retry-after")).map(Integer::valueOf),
        required(sections, "What it means", file),
        required(sections, "What to do", file),
        required(sections, "Detail", file));
  }

  /** A line break of the file is a space of the text. */
  private static Map<String, String> byName(Stream<String> entries, String separator) {
    return entries
        .map(entry -> entry.split(separator, 2))
        .collect(Collectors.toMap(entry -> entry[0], entry -> entry[1].strip().replace('\n', ' ')));
  }

  private static String required(Map<String, String> texts, String name, String file) {
    if (!texts.containsKey(name)) {
      throw new IllegalStateException("problems/%s has no \"%s\"".formatted(file, name));
    }
    return texts.get(name);
  }
}
