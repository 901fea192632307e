package io.anteroom.passthrough;

import io.anteroom.async.http.QuotedString;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * What a request's {@code Cache-Control} asks of a cache (RFC 9111, 5.2.1), as far as it is ours.
 * Immutable.
 *
 * @param noStore whether nothing is taken from the cache, and nothing put into it
 * @param maxAge the oldest response that is wanted, zero for none of the cache ({@code no-cache}
 *     too); empty where any is
 */
record RequestCacheControl(boolean noStore, Optional<Duration> maxAge) {

  /** In seconds; no response is kept for as long. */
  private static final int MAX_DIGITS = 9;

  /** Reads the lines of the header; null where it is not there. */
  static RequestCacheControl parse(List<String> lines) {
    boolean noStore = false;
    Optional<Duration> maxAge = Optional.empty();
    for (String directive : directives(lines)) {
      String[] parts = directive.split("=", 2);
      String name = parts[0].strip().toLowerCase(Locale.ROOT);
      String value = parts.length == 1 ? "" : QuotedString.unquoted(parts[1].strip());
      if (name.equals("no-store")) {
        noStore = true;
      } else if (name.equals("no-cache")) {
        maxAge = Optional.of(Duration.ZERO);
      } else if (name.equals("max-age")) {
        maxAge = shorter(maxAge, seconds(value));
      }
    }
    return new RequestCacheControl(noStore, maxAge);
  }

  /** Whether a response of this age may be taken from the cache; a negative one is not known. */
  boolean admits(Duration age) {
    return !wantsFresh()
        && maxAge.map(max -> !age.isNegative() && age.compareTo(max) <= 0).orElse(true);
  }

  /** Whether none may, however new it is. */
  boolean wantsFresh() {
    return noStore || maxAge.filter(Duration::isZero).isPresent();
  }

  private static List<String> directives(List<String> lines) {
    return lines == null
        ? List.of()
        : lines.stream().flatMap(line -> QuotedString.split(line, ',').stream()).toList();
  }

  private static Optional<Duration> shorter(Optional<Duration> known, Duration other) {
    return Optional.of(known.filter(k -> k.compareTo(other) < 0).orElse(other));
  }

  /** An age that cannot be read is none: what is asked for is something newer. */
  private static Duration seconds(String value) {
    if (!value.matches("\\d+")) {
      return Duration.ZERO;
    }
    String digits = value.replaceFirst("^0+(?=\\d)", "");
    return Duration.ofSeconds(
        digits.length() > MAX_DIGITS ? Integer.MAX_VALUE : Long.parseLong(digits));
  }
}
