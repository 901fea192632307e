package io.anteroom.api.path;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Which of the known names was probably meant by one that is not known. */
public final class NearestName {

  /** A name that differs in more than a third of its letters is another one. */
  private static final int PART = 3;

  private NearestName() {}

  /** Of those with the fewest changes of letters the first; empty where none is near. */
  public static Optional<String> of(String name, List<String> known) {
    String plain = plain(name);
    return known.stream()
        .min(Comparator.comparingInt(other -> changes(plain, plain(other))))
        .filter(other -> changes(plain, plain(other)) <= Math.max(1, other.length() / PART));
  }

  /**
   * Of those with at most one letter more, less or another the first; empty where there is none.
   */
  public static Optional<String> slip(String name, List<String> known) {
    String plain = plain(name);
    return known.stream()
        .filter(other -> Math.abs(plain.length() - plain(other).length()) <= 1)
        .filter(other -> changes(plain, plain(other)) <= 1)
        .findFirst();
  }

  /** Case, hyphens and underscores do not count; a name is not read further than it can matter. */
  private static String plain(String name) {
    return name.substring(0, Math.min(name.length(), 100))
        .toLowerCase(Locale.ROOT)
        .replaceAll("[-_]", "");
  }

  /** How many letters have to be added, removed or replaced (Levenshtein). */
  private static int changes(String from, String to) {
    int[] row = new int[to.length() + 1];
    for (int j = 0; j <= to.length(); j++) {
      row[j] = j;
    }
    for (int i = 1; i <= from.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j <= to.length(); j++) {
        int replaced = diagonal + (from.charAt(i - 1) == to.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(replaced, 1 + Math.min(row[j], row[j - 1]));
      }
    }
    return row[to.length()];
  }
}
