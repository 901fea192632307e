package io.anteroom.api.body;

import com.fasterxml.jackson.databind.JsonNode;
import io.anteroom.api.problem.ProblemType;
import java.util.regex.Pattern;

/**
 * The URL of a thing to index, or to search by. The upstream fetches it, so it goes there as it was
 * given: what browsers take, and strict parsers do not (a space, {@code |}, {@code %zz}, letters of
 * any script), is taken. Stateless.
 */
public final class SourceUrl {

  private static final String FIELD = "url";

  /** The scheme is what makes it absolute (RFC 3986, 4.3). */
  private static final Pattern ABSOLUTE =
      Pattern.compile("[A-Za-z][A-Za-z0-9+.-]*:\\S.*", Pattern.DOTALL);

  /** Nobody can fetch what these name: it is a script, an address, or of one browser. */
  private static final Pattern NOT_FETCHED =
      Pattern.compile("(?i)(javascript|vbscript|mailto|tel|about|blob):.*", Pattern.DOTALL);

  private static final Pattern WEB = Pattern.compile("(?i)https?:.*", Pattern.DOTALL);
  private static final Pattern WEB_WITH_HOST =
      Pattern.compile("(?i)https?:[/\\\\]*[^/\\\\?#\\s:].*", Pattern.DOTALL);

  private SourceUrl() {}

  /** Refuses what is surely none, and says why. */
  public static void check(JsonNode url) {
    String text = url.isTextual() ? url.asText() : "";
    for (int i = 0; i < text.length(); i++) {
      if (Character.isISOControl(text.charAt(i))) {
        throw ProblemType.INVALID_FIELD.about(
            FIELD,
            "The field url must not hold control characters: it has U+%04X at position %d."
                .formatted((int) text.charAt(i), text.codePointCount(0, i) + 1));
      }
    }
    String stripped = text.strip();
    if (!ABSOLUTE.matcher(stripped).matches()) {
      throw ProblemType.INVALID_FIELD.about(
          FIELD, "The field url must be an absolute URL, with its scheme: https://…");
    }
    if (NOT_FETCHED.matcher(stripped).matches()) {
      throw ProblemType.INVALID_FIELD.about(
          FIELD, "The field url must lead to something that can be fetched.");
    }
    if (WEB.matcher(stripped).matches() && !WEB_WITH_HOST.matcher(stripped).matches()) {
      throw ProblemType.INVALID_FIELD.about(
          FIELD, "The field url must be an absolute URL: it has no host.");
    }
  }
}
