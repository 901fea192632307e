package io.anteroom.api.problem;

import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A file of {@code problems/template}. Each <code>{name}</code> in it stands for a value. */
record ProblemTemplate(String text) {

  private static final Pattern PLACEHOLDER = Pattern.compile("\\{(\\w+)}");

  static ProblemTemplate of(String file) {
    return new ProblemTemplate(ProblemFile.read("template/" + file));
  }

  /** The text with the values in their places; what a value has in braces stays as it is. */
  String with(Map<String, String> values) {
    return PLACEHOLDER
        .matcher(text)
        .replaceAll(place -> Matcher.quoteReplacement(values.get(place.group(1))));
  }
}
