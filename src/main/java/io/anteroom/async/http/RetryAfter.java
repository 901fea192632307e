package io.anteroom.async.http;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * How long an answer asks to stay away. Services say it in many headers and forms; the longest that
 * any of them asks for counts, since whoever comes back earlier is refused again. A header that
 * cannot be read counts as none, and the log tells of it once. Thread-safe.
 *
 * <p>Read are {@code Retry-After} in seconds, as a date (RFC 9110, 10.2.3, or any other with a
 * zone) or as a duration ({@code 1m30s}, {@code 30 seconds}, {@code PT30S}), its forms in
 * milliseconds, {@code RateLimit} and {@code RateLimit-Reset} (drafts of the IETF), and {@code
 * X-RateLimit-Reset} and its like in seconds, in Unix seconds (or their thousandths, millionths,
 * billionths), or as a date.
 */
public final class RetryAfter {

  private static final List<String> SAID = List.of("Retry-After", "X-Retry-After");

  private static final List<String> SAID_IN_MILLIS =
      List.of("Retry-After-Ms", "X-Retry-After-Ms", "X-Ms-Retry-After-Ms");

  private static final List<String> RESETS =
      List.of(
          "RateLimit-Reset",
          "X-RateLimit-Reset",
          "X-Rate-Limit-Reset",
          "X-RateLimit-Reset-After",
          "X-RateLimit-Reset-Requests",
          "X-RateLimit-Reset-Tokens",
          "X-RateLimit-Retry-After",
          "X-Rate-Limit-Retry-After-Seconds");

  private static final List<String> POLICIES = List.of("RateLimit", "X-RateLimit");

  private static final UnreadableWaitLog UNREADABLE = new UnreadableWaitLog();

  private RetryAfter() {}

  /**
   * By every header, those of a rate limit included: what a 429 asks for.
   *
   * @param header gives the value of a header, that of a repeated one joined by commas; or null
   * @param clock for forms that name a point in time, where the answer has no {@code Date}
   * @return never negative; empty where the answer does not say, or in no form that is one
   */
  public static Optional<Duration> of(UnaryOperator<String> header, Clock clock) {
    List<Duration> asked = said(header, clock);
    RESETS.forEach(name -> asked.addAll(waits(header, name, clock, Optional.empty())));
    POLICIES.forEach(name -> asked.addAll(RateLimitHeader.waits(header.apply(name))));
    return asked.stream().max(Comparator.naturalOrder());
  }

  /**
   * By {@code Retry-After} and its like alone: what another answer asks for. When a rate limit is
   * renewed means nothing there; some services say it with every answer.
   */
  public static Optional<Duration> explicit(UnaryOperator<String> header, Clock clock) {
    return said(header, clock).stream().max(Comparator.naturalOrder());
  }

  private static List<Duration> said(UnaryOperator<String> header, Clock clock) {
    List<Duration> asked = new ArrayList<>();
    SAID.forEach(
        name -> asked.addAll(waits(header, name, clock, Optional.of(HeaderDurations.MAX))));
    SAID_IN_MILLIS.forEach(name -> asked.addAll(HeaderDurations.millis(header.apply(name))));
    return asked;
  }

  /** The other side's own clock tells best how far off its dates are. */
  private static List<Duration> waits(
      UnaryOperator<String> header, String name, Clock clock, Optional<Duration> tooMuch) {
    String value = header.apply(name);
    if (value == null) {
      return List.of(); // as nearly always: then no date is read
    }
    List<Instant> sent = HttpDate.exactIn(header.apply("Date"), clock);
    Clock theirs = sent.isEmpty() ? clock : Clock.fixed(sent.get(0), clock.getZone());
    List<Duration> waits = HeaderDurations.of(value, theirs, tooMuch);
    if (waits.isEmpty() && !value.isBlank()) {
      UNREADABLE.note(name, value);
    }
    return waits;
  }
}
