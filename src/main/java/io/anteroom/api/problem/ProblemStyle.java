package io.anteroom.api.problem;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;

/** How the pages of problems look; a browser is told to take this style and nothing else. */
final class ProblemStyle {

  /** The whole text of the element {@code style}. */
  static final String TEXT =
      """
      body{font:1rem/1.5 sans-serif;max-width:44rem;margin:2rem auto;padding:0 1rem}
      pre{background:#f4f4f4;padding:1rem;overflow:auto}""";

  /** The header that carries {@link #POLICY}. */
  static final String HEADER = "Content-Security-Policy";

  /** Names the style by its digest (Content Security Policy Level 3, section 2.3.1). */
  static final String POLICY =
      "default-src 'none'; style-src 'sha256-%s'; frame-ancestors 'none'".formatted(digest());

  private ProblemStyle() {}

  private static String digest() {
    try {
      MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
      byte[] digest = sha256.digest(TEXT.getBytes(StandardCharsets.UTF_8));
      return Base64.getEncoder().encodeToString(digest);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
