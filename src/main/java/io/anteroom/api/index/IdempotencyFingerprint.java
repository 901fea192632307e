package io.anteroom.api.index;

import io.anteroom.accept.NewTask.Idempotency;
import io.anteroom.api.body.JsonBody;
import io.anteroom.api.problem.ProblemType;
import io.anteroom.async.json.UnicodeText;
import io.anteroom.upload.Spool.Kept;
import io.quarkiverse.resteasy.problem.HttpProblem;
import jakarta.inject.Singleton;
import jakarta.ws.rs.core.HttpHeaders;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * The content that an {@code Idempotency-Key} stands for: the fields in canonical order, and the
 * file's SHA-256; neither {@code Prefer} nor the boundaries of a form. Thread-safe.
 */
@Singleton
public class IdempotencyFingerprint {

  private static final String HEADER = "Idempotency-Key";
  private static final int LONGEST_KEY = 255;

  private final JsonBody json;

  IdempotencyFingerprint(JsonBody json) {
    this.json = json;
  }

  /** Whether the request has a key. */
  public static boolean hasKey(HttpHeaders headers) {
    return key(headers) != null;
  }

  /** The key and the fingerprint, or null where the request has no key. */
  public Idempotency of(HttpHeaders headers, IndexRequest request, Kept file) {
    String key = key(headers);
    return key == null ? null : of(key, content(request, file));
  }

  private String content(IndexRequest request, Kept file) {
    return request.kind().label()
        + "\n"
        + json.digest(request.forwarded())
        + "\n"
        + request.wishes()
        + "\n"
        + (file == null ? "" : file.sha256());
  }

  /** The same for a request whose content is this. */
  public Idempotency of(HttpHeaders headers, String content) {
    String key = key(headers);
    return key == null ? null : of(key, content);
  }

  /** The key of a request, not checked; null where it has none. */
  public static String key(HttpHeaders headers) {
    return headers.getHeaderString(HEADER);
  }

  /** A key, and the fingerprint of its content. */
  public Idempotency of(String key, String content) {
    checkKey(key);
    return new Idempotency(key, sha256(content));
  }

  private static void checkKey(String key) throws HttpProblem {
    if (key.isBlank() || key.length() > LONGEST_KEY || key.chars().anyMatch(c -> c < ' ')) {
      throw ProblemType.INVALID_FIELD.about(
          HEADER,
          "The header Idempotency-Key must have 1 to %d characters.".formatted(LONGEST_KEY));
    }
    UnicodeText.fault(key.getBytes(StandardCharsets.ISO_8859_1)) // each byte came as a character
        .ifPresent(
            fault -> {
              throw ProblemType.INVALID_FIELD.about(
                  HEADER, "The header Idempotency-Key %s.".formatted(fault));
            });
  }

  private static String sha256(String content) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(content.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
