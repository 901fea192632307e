package io.anteroom.scenario;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What a replica exposes, read as Prometheus reads its text format. */
final class ExposedMetrics {

  private static final Pattern SAMPLE = Pattern.compile("([a-zA-Z_:][\\w:]*)(?:\\{(.*)})? (\\S+)");
  private static final Pattern LABEL = Pattern.compile("(\\w+)=\"((?:[^\"\\\\]|\\\\.)*)\"");
  private static final Pattern PART = Pattern.compile("_(bucket|sum|count)$");

  /** One line. */
  record Sample(String family, Map<String, String> labels, String value) {}

  private final Map<String, String> help = new TreeMap<>();
  private final Map<String, String> types = new TreeMap<>();
  private final List<Sample> samples;

  ExposedMetrics(String text) {
    text.lines().filter(line -> line.startsWith("#")).forEach(this::comment);
    samples = text.lines().filter(line -> !line.startsWith("#")).map(this::sample).toList();
  }

  private void comment(String line) {
    String[] words = line.split(" ", 4);
    (words[1].equals("HELP") ? help : types).put(words[2], words.length > 3 ? words[3] : "");
  }

  private Sample sample(String line) {
    Matcher sample = SAMPLE.matcher(line);
    if (!sample.matches()) {
      throw new IllegalStateException(line);
    }
    Map<String, String> labels =
        sample.group(2) == null
            ? Map.of()
            : LABEL
                .matcher(sample.group(2))
                .results()
                .collect(
                    Collectors.toMap(
                        (MatchResult label) -> label.group(1),
                        label -> label.group(2),
                        (one, other) -> one,
                        LinkedHashMap::new));
    return new Sample(family(sample.group(1)), labels, sample.group(3));
  }

  /** The parts of a histogram or a summary belong together. */
  private String family(String name) {
    String whole = PART.matcher(name).replaceFirst("");
    return !types.containsKey(name) && types.containsKey(whole) ? whole : name;
  }

  /** The names that have a TYPE line. */
  Set<String> families() {
    return types.keySet();
  }

  String help(String family) {
    return help.getOrDefault(family, "").trim();
  }

  String type(String family) {
    return types.get(family);
  }

  List<Sample> samples() {
    return samples;
  }

  Stream<Sample> of(String family) {
    return samples.stream().filter(sample -> sample.family().equals(family));
  }
}
