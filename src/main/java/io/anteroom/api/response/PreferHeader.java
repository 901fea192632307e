package io.anteroom.api.response;

import io.anteroom.async.http.QuotedString;
import java.math.BigInteger;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The {@code PreferHeader} header (RFC 7240), as far as it is ours: {@code wait=N} in seconds and
 * {@code respond-async}. What does not parse is ignored, as the RFC says; of a preference that is
 * there twice the first counts. A wait may be as long as it likes, and is cut to what is allowed.
 * {@code respond-async, wait=10} means: wait 10 s, then 202.
 *
 * @param asked how long to wait, where it was said
 * @param respondAsync whether the answer may come before the end
 */
public record PreferHeader(Optional<Duration> asked, boolean respondAsync) {

  /** In seconds; longer than any bound on it. */
  private static final BigInteger MAX = BigInteger.valueOf(Integer.MAX_VALUE);

  private static final PreferHeader NOTHING = new PreferHeader(Optional.empty(), false);

  static PreferHeader parse(List<String> lines) {
    if (lines == null) {
      return NOTHING;
    }
    Optional<Duration> wait = Optional.empty();
    boolean respondAsync = false;
    for (String preference : preferences(lines)) {
      String[] nameAndValue = preference.split("=", 2);
      String name = nameAndValue[0].strip().toLowerCase(Locale.ROOT);
      String value =
          nameAndValue.length == 1 ? "" : QuotedString.unquoted(nameAndValue[1].strip()).strip();
      if (name.equals("respond-async") && value.isEmpty()) {
        respondAsync = true;
      } else if (name.equals("wait") && wait.isEmpty()) {
        wait = seconds(value);
      }
    }
    return new PreferHeader(wait, respondAsync);
  }

  /** Each without its parameters. */
  private static List<String> preferences(List<String> lines) {
    return lines.stream()
        .flatMap(line -> QuotedString.split(line, ',').stream())
        .flatMap(preference -> QuotedString.split(preference, ';').stream().limit(1))
        .toList();
  }

  private static Optional<Duration> seconds(String digits) {
    if (!digits.matches("[0-9]+")) {
      return Optional.empty();
    }
    BigInteger seconds = new BigInteger(digits).min(MAX);
    return Optional.of(Duration.ofSeconds(seconds.longValueExact()));
  }

  /**
   * How long to wait in fact.
   *
   * @param otherwise where nothing was said
   */
  Duration waitOr(Duration otherwise, Duration max) {
    Duration wanted = asked.orElse(respondAsync ? Duration.ZERO : otherwise);
    return wanted.compareTo(max) > 0 ? max : wanted;
  }

  /** The value of {@code Preference-Applied}, where a preference was applied. */
  Optional<String> applied(Duration waited) {
    if (asked.isEmpty() && !respondAsync) {
      return Optional.empty();
    }
    String applied = asked.isPresent() ? "wait=" + waited.toSeconds() : "";
    String separator = respondAsync && asked.isPresent() ? ", " : "";
    return Optional.of((respondAsync ? "respond-async" : "") + separator + applied);
  }
}
