package io.anteroom.api.index;

import io.anteroom.accept.IdempotencyKey;
import io.anteroom.api.problem.ProblemType;
import io.anteroom.async.http.QuotedString;
import io.anteroom.async.json.UnicodeText;
import io.quarkiverse.resteasy.problem.HttpProblem;
import jakarta.ws.rs.core.HttpHeaders;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/**
 * The header {@code Idempotency-Key}. The IETF's draft (draft-ietf-httpapi-idempotency-key-header)
 * has the key in quotes, and most callers leave them away: with and without it is the same key.
 */
public final class IdempotencyKeyHeader {

  private static final String HEADER = "Idempotency-Key";
  private static final int MAX_LENGTH = 255;

  /** A string of a structured field (RFC 8941, 3.3.3). */
  private static final Pattern QUOTED =
      Pattern.compile("\"(?:[\\x20-\\x7e&&[^\"\\\\]]|\\\\[\"\\\\])*+\"");

  private IdempotencyKeyHeader() {}

  /**
   * The key of a request, without quotes and not checked otherwise; null where it has none. Several
   * keys, and a quote that is not closed, are a problem.
   */
  public static String of(HttpHeaders headers) {
    List<String> lines = headers.getRequestHeader(HEADER);
    if (lines == null || lines.isEmpty()) {
      return null;
    }
    if (lines.size() > 1) {
      throw wrong("must be there once");
    }
    String key = lines.get(0).strip();
    if (!key.startsWith("\"")) {
      return key;
    }
    if (!QUOTED.matcher(key).matches()) {
      throw wrong("begins with a quote and is no quoted string of RFC 8941");
    }
    return QuotedString.unquoted(key);
  }

  /**
   * The key with its fingerprint; null where there is no key. A key that cannot be used is a
   * problem.
   *
   * @param key or null
   * @param fingerprint that of the request's content, worked out only for a key
   */
  public static IdempotencyKey with(String key, Supplier<String> fingerprint) {
    if (key == null) {
      return null;
    }
    check(key);
    return new IdempotencyKey(key, fingerprint.get());
  }

  private static void check(String key) {
    if (key.isBlank() || key.length() > MAX_LENGTH || key.chars().anyMatch(c -> c < ' ')) {
      throw wrong("must have 1 to %d characters".formatted(MAX_LENGTH));
    }
    UnicodeText.fault(key.getBytes(StandardCharsets.ISO_8859_1)) // each byte came as a character
        .ifPresent(
            fault -> {
              throw wrong(fault);
            });
  }

  private static HttpProblem wrong(String what) {
    return ProblemType.INVALID_FIELD.about(
        HEADER, "The header Idempotency-Key %s.".formatted(what));
  }
}
