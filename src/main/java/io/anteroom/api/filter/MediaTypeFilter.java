package io.anteroom.api.filter;

import io.anteroom.async.http.ParameterizedValue;
import io.anteroom.async.http.ParameterizedValue.Parameter;
import io.anteroom.async.http.QuotedString;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * Writes {@code Content-Type} and {@code Accept} in the one way that every reader after it
 * understands, since frameworks compare them as text in more than one place: case, white space and
 * quotes do not count (RFC 9110, 8.3.1), several lines are one list, and what is accepted with a
 * weight of 0 is not accepted. What cannot be read stays as it is, and is refused later. Stateless,
 * thread-safe.
 */
@Singleton
public class MediaTypeFilter {

  /** Before all that read them. */
  private static final int EARLY = 1500;

  /** What answers come in; who accepts everything but one of them accepts the others. */
  private static final List<String> ANSWERS =
      List.of(
          "application/json",
          "text/event-stream",
          "text/html",
          "text/markdown",
          "application/yaml");

  /** A list of nothing but empty elements says no more than no list (RFC 9110, 5.6.1.2). */
  private static final String ANYTHING = "*/*";

  /** For those who accept none of them: no answer is of this type. */
  private static final String NONE = "application/x-none";

  /** What most requests have is written in that way already. */
  private static final Set<String> AS_IT_SHOULD_BE = Set.of("application/json", ANYTHING);

  private static final Pattern LONE_STAR = Pattern.compile("\\*\\s*(;.*)?");

  void register(@Observes Filters filters) {
    filters.register(this::rewrite, EARLY);
  }

  private void rewrite(RoutingContext context) {
    MultiMap headers = context.request().headers();
    rewrite(headers, HttpHeaders.CONTENT_TYPE, MediaTypeFilter::contentType);
    rewrite(headers, HttpHeaders.ACCEPT, MediaTypeFilter::accept);
    context.next();
  }

  private interface Rewriting {
    Optional<String> of(List<String> lines);
  }

  private static void rewrite(MultiMap headers, CharSequence name, Rewriting rewriting) {
    List<String> lines = headers.getAll(name);
    if (!lines.isEmpty() && !(lines.size() == 1 && AS_IT_SHOULD_BE.contains(lines.get(0)))) {
      rewriting.of(lines).ifPresent(value -> headers.set(name, value));
    }
  }

  private static Optional<String> contentType(List<String> lines) {
    return lines.size() == 1
        ? ParameterizedValue.mediaType(lines.get(0)).map(ParameterizedValue::canonical)
        : Optional.empty();
  }

  /** The ranges with their weights and without other parameters, which no answer has. */
  static Optional<String> accept(List<String> lines) {
    Map<String, String> weights = new TreeMap<>(); // the first of each counts
    List<String> order = new ArrayList<>();
    for (String line : lines) {
      for (String item : QuotedString.split(line, ',')) {
        Optional<ParameterizedValue> range = ParameterizedValue.mediaType(wildcard(item));
        if (range.isEmpty()) {
          return Optional.empty();
        }
        if (weights.putIfAbsent(range.get().value(), weight(range.get())) == null) {
          order.add(range.get().value());
        }
      }
    }
    if (order.isEmpty()) {
      return Optional.of(ANYTHING);
    }
    boolean excludes = weights.values().stream().anyMatch(MediaTypeFilter::isNothing);
    List<String> accepted = excludes ? named(weights) : order;
    String header =
        String.join(",", accepted.stream().map(type -> type + weightOf(type, weights)).toList());
    return Optional.of(header.isEmpty() ? NONE : header);
  }

  /** Each type that an answer may have, unless the range that fits it best says no. */
  private static List<String> named(Map<String, String> weights) {
    return ANSWERS.stream().filter(type -> !isNothing(best(type, weights))).toList();
  }

  private static String weightOf(String type, Map<String, String> weights) {
    String weight = best(type, weights);
    return weight.equals("1") ? "" : ";q=" + weight;
  }

  private static String best(String type, Map<String, String> weights) {
    String main = type.substring(0, type.indexOf('/'));
    return Optional.ofNullable(weights.get(type))
        .or(() -> Optional.ofNullable(weights.get(main + "/*")))
        .or(() -> Optional.ofNullable(weights.get("*/*")))
        .orElse("0");
  }

  /** Some clients send a lone star. */
  private static String wildcard(String item) {
    return LONE_STAR.matcher(item).matches() ? "*/" + item : item;
  }

  private static String weight(ParameterizedValue range) {
    return range
        .parameter("q")
        .map(Parameter::value)
        .filter(q -> q.matches("[01]?(\\.[0-9]{0,9})?") && q.matches(".*[0-9].*"))
        .map(Double::parseDouble)
        .map(q -> Math.min(1, q))
        .map(q -> String.format(Locale.ROOT, "%.3f", q))
        .map(q -> q.equals("1.000") ? "1" : q)
        .orElse("1");
  }

  private static boolean isNothing(String weight) {
    return Double.parseDouble(weight) == 0;
  }
}
