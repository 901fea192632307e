package io.anteroom;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;

/**
 * Finds names that look like settings of ours, and that nothing reads: a limit that is misspelled
 * limits nothing. Immutable.
 */
final class UnknownSettings {

  private static final String PROPERTY = "anteroom.";
  private static final String VARIABLE = "ANTEROOM_";

  /** Variables that application.properties reads. */
  private static final Set<String> OTHERS = Set.of("ANTEROOM_SPOOL", "ANTEROOM_STOP_TIMEOUT");

  /** What Kubernetes and Docker say of services and ports, whatever their name. */
  private static final Pattern SERVICES =
      Pattern.compile(
          "ANTEROOM_(.+_)?(SERVICE_HOST|SERVICE_PORT(_.+)?|PORT(_\\d+_(TCP|UDP|SCTP)(_[A-Z]+)?)?)");

  private final Set<String> properties;
  private final Set<String> variables = new TreeSet<>(OTHERS);

  /**
   * @param known names of settings, as {@code anteroom.clients.*.keys[*]}
   */
  UnknownSettings(Collection<String> known) {
    properties = new TreeSet<>(known);
    known.forEach(name -> variables.add(variable(name)));
  }

  /** One line for each of these names, of properties and variables, that is unknown. */
  List<String> among(Collection<String> names) {
    List<String> lines = new ArrayList<>();
    for (String name : new TreeSet<>(names)) {
      if (name.startsWith(VARIABLE) && !SERVICES.matcher(name).matches()) {
        check(name, variables, UnknownSettings::patternOfVariable, lines);
      } else if (name.startsWith(PROPERTY) && !names.contains(variable(name))) {
        check(name, properties, UnknownSettings::patternOfProperty, lines);
      }
    }
    return lines;
  }

  private static void check(
      String name, Set<String> known, UnaryOperator<String> pattern, List<String> lines) {
    if (!known.contains(name) && known.stream().noneMatch(k -> isLike(name, k, pattern))) {
      lines.add("%s: is no setting; the nearest is %s".formatted(name, nearest(name, known)));
    }
  }

  /** Of those without a part that varies, none is like another name. */
  private static boolean isLike(String name, String known, UnaryOperator<String> pattern) {
    return known.contains("*") && name.matches(pattern.apply(known));
  }

  /** As a variable has it (MicroProfile Config 3.1, "Environment Variables Mapping Rules"). */
  private static String variable(String property) {
    return property.replaceAll("[^A-Za-z0-9*]", "_").toUpperCase(Locale.ROOT);
  }

  private static String patternOfVariable(String variable) {
    return variable.replace("_*_", "_.+_").replaceAll("_\\*$", "_.+");
  }

  private static String patternOfProperty(String property) {
    return property
        .replace(".", "\\.")
        .replace("[*]", "\\[\\d+\\]")
        .replace(".*", ".(\"[^\"]+\"|[^.]+)");
  }

  private static String nearest(String name, Set<String> known) {
    return known.stream()
        .min((a, b) -> Integer.compare(distance(name, a), distance(name, b)))
        .map(k -> k.replace("*", "<name>"))
        .orElse("none");
  }

  /** How many characters have to be added, left out or replaced (Levenshtein). */
  private static int distance(String a, String b) {
    int[] costs = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      costs[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      int diagonal = costs[0];
      costs[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int replaced = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        diagonal = costs[j];
        costs[j] = Math.min(replaced, 1 + Math.min(costs[j], costs[j - 1]));
      }
    }
    return costs[b.length()];
  }
}
