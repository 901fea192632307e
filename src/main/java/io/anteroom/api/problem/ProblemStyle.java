package io.anteroom.api.problem;

import io.anteroom.async.Sha256;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** The style of the problem pages; a browser is told to accept this style and nothing else. */
final class ProblemStyle {

  static final String TEXT = ProblemFile.read("template/style.css").strip();

  /** The header that carries {@link #POLICY}. */
  static final String HEADER = "Content-Security-Policy";

  /** Names the style by its digest (Content Security Policy Level 3, section 2.3.1). */
  static final String POLICY =
      "default-src 'none'; style-src 'sha256-%s'; frame-ancestors 'none'".formatted(digest());

  private ProblemStyle() {}

  private static String digest() {
    byte[] digest = Sha256.digest().digest(TEXT.getBytes(StandardCharsets.UTF_8));
    return Base64.getEncoder().encodeToString(digest);
  }
}
