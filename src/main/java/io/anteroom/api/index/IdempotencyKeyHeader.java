package io.anteroom.api.index;

import io.anteroom.accept.IdempotencyKey;
import io.anteroom.api.problem.ProblemType;
import io.anteroom.async.json.UnicodeText;
import jakarta.ws.rs.core.HttpHeaders;
import java.nio.charset.StandardCharsets;
import java.util.function.Supplier;

/** The header {@code Idempotency-Key}. */
public final class IdempotencyKeyHeader {

  private static final String HEADER = "Idempotency-Key";
  private static final int MAX_LENGTH = 255;

  private IdempotencyKeyHeader() {}

  /** The key of a request, not checked; null where it has none. */
  public static String of(HttpHeaders headers) {
    return headers.getHeaderString(HEADER);
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
      throw ProblemType.INVALID_FIELD.about(
          HEADER, "The header Idempotency-Key must have 1 to %d characters.".formatted(MAX_LENGTH));
    }
    UnicodeText.fault(key.getBytes(StandardCharsets.ISO_8859_1)) // each byte came as a character
        .ifPresent(
            fault -> {
              throw ProblemType.INVALID_FIELD.about(
                  HEADER, "The header Idempotency-Key %s.".formatted(fault));
            });
  }
}
