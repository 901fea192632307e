package io.anteroom.api.wait;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The {@code Prefer} header (RFC 7240), as far as it is ours: {@code wait=N} in seconds and {@code
 * respond-async}. What does not parse is ignored, as the RFC says; of a preference that is there
 * twice the first counts. {@code respond-async, wait=10} means: wait 10 s, then 202.
 *
 * @param asked how long to wait, where it was said
 * @param respondAsync whether the answer may come before the end
 */
public record Prefer(Optional<Duration> asked, boolean respondAsync) {

  private static final Prefer NOTHING = new Prefer(Optional.empty(), false);

  /** Reads the lines of the header. */
  static Prefer parse(List<String> lines) {
    if (lines == null) {
      return NOTHING;
    }
    Optional<Duration> wait = Optional.empty();
    boolean respondAsync = false;
    for (String preference : String.join(",", lines).split(",")) {
      String token = preference.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
      if (token.equals("respond-async")) {
        respondAsync = true;
      } else if (wait.isEmpty() && token.matches("wait\\s*=\\s*\"?\\d{1,6}\"?")) {
        wait = Optional.of(Duration.ofSeconds(Long.parseLong(token.replaceAll("\\D", ""))));
      }
    }
    return new Prefer(wait, respondAsync);
  }

  /**
   * How long to wait in fact.
   *
   * @param otherwise where nothing was said
   * @param most no longer than this
   */
  Duration waitOr(Duration otherwise, Duration most) {
    Duration wanted = asked.orElse(respondAsync ? Duration.ZERO : otherwise);
    return wanted.compareTo(most) > 0 ? most : wanted;
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
