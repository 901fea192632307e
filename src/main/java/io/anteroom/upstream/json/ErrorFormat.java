package io.anteroom.upstream.json;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;

/**
 * Tells an error of the upstream from one of an intermediary (a proxy, an ingress, a firewall) by
 * its shape. The upstream's are JSON: {@code {"detail": …}}, {@code {"error": {"message": …}}},
 * {@code {"message": …}} or {@code {"errors": […]}}. A page, plain text, nothing, or other JSON is
 * not the upstream speaking, whatever its status.
 */
public final class ErrorFormat {

  private static final int MAX_READ = 4096;
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
    return excerpt(new String(bytes, 0, Math.min(bytes.length, MAX_READ), StandardCharsets.UTF_8));
  }

  /**
   * The beginning of what stood there, without markup, to recognise it by. Only its first part is
   * read: the time for the markup grows with the square of the length.
   */
  public static String excerpt(String text) {
    String words =
        text.substring(0, Math.min(text.length(), MAX_READ))
            .replaceAll("(?s)<(script|style)[^>]*>.*?</\\1>|<[^>]*>", " ")
            .replaceAll("[\\s\\p{Cntrl}]+", " ")
            .strip();
    return words.length() <= MAX_WORDS ? words : words.substring(0, MAX_WORDS) + "…";
  }

  /** Neither missing nor null nor empty. */
  private static boolean says(JsonNode node) {
    return node.isTextual() ? !node.asText().isBlank() : node.isContainerNode() && !node.isEmpty();
  }
}
