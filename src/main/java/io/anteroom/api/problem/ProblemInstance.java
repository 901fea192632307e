package io.anteroom.api.problem;

import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;

/** The member {@code instance} of a problem: which request it was (RFC 9457, 3.1.5). */
final class ProblemInstance {

  private static final String PLAIN = "-._~!$&'()*+,;=:@/";

  private ProblemInstance() {}

  /**
   * The path of a request as a URI reference: what may not stand in one is percent-encoded.
   *
   * @param path as it came; may be null
   */
  static URI of(String path) {
    if (path == null || path.isEmpty()) {
      return URI.create("/");
    }
    try {
      return new URI(path);
    } catch (URISyntaxException e) {
      return URI.create(encoded(path));
    }
  }

  private static String encoded(String path) {
    StringBuilder encoded = new StringBuilder(path.length());
    for (byte octet : path.getBytes(StandardCharsets.UTF_8)) {
      char c = (char) (octet & 0xff);
      boolean plain = c < 128 && (Character.isLetterOrDigit(c) || PLAIN.indexOf(c) >= 0);
      encoded.append(plain ? String.valueOf(c) : "%%%02X".formatted((int) c));
    }
    return encoded.toString();
  }
}
