package io.anteroom.upstream.json;

import com.fasterxml.jackson.databind.JsonNode;
import io.anteroom.async.json.UnicodeText;
import java.nio.charset.StandardCharsets;

/**
 * Tells an error of the upstream from one of an intermediary (a proxy, an ingress, a firewall) by
 * its shape. The upstream's are JSON: {@code {"detail": …}}, {@code {"error": {"message": …}}},
 * {@code {"message": …}} or {@code {"errors": […]}}. A page, plain text, nothing, or other JSON is
 * not the upstream speaking, whatever its status.
 */
public final class ErrorFormat {

  private static final int MAX_READ = 4096;
  private static final int MAX_BYTES_PER_CHARACTER = 4; // in UTF-8
  private static final int MAX_WORDS = 200;

  private ErrorFormat() {}

  /** Whether this body is an error of the upstream itself. */
  static boolean isOwn(JsonNode body) {
    return body.isObject()
        && (says(body.path("detail"))
            || says(body.path("error").path("message"))
            || body.path("message").isTextual() && says(body.path("message"))
            || body.path("errors").isArray() && says(body.path("errors")));
  }

  /** The same of the bytes of an answer, of which the rest is not decoded. */
  public static String excerpt(byte[] bytes) {
    int enough = Math.min(bytes.length, MAX_READ * MAX_BYTES_PER_CHARACTER);
    return excerpt(new String(bytes, 0, enough, StandardCharsets.UTF_8));
  }

  /**
   * The beginning of what stood there, without markup, to recognise it by. Only its first part is
   * read: the time for the markup grows with the square of the length.
   */
  public static String excerpt(String text) {
    String words =
        UnicodeText.beginning(text, MAX_READ)
            .replaceAll("(?s)<(script|style)[^>]*>.*?</\\1>|<[^>]*>", " ")
            .replaceAll("[\\s\\p{Cntrl}]+", " ")
            .strip();
    return UnicodeText.cut(words, MAX_WORDS);
  }

  /** Neither missing nor null nor empty. */
  private static boolean says(JsonNode node) {
    return node.isTextual() ? !node.asText().isBlank() : node.isContainerNode() && !node.isEmpty();
  }
}
