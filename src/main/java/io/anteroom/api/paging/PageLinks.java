package io.anteroom.api.paging;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

/** The links of a list from the upstream, made to lead here. Stateless. */
public final class PageLinks {

  /** What has no place in a query (RFC 3986, 3.4), a {@code %} that encodes nothing included. */
  private static final Pattern NOT_IN_QUERY =
      Pattern.compile("%(?!\\p{XDigit}{2})|[^A-Za-z0-9._~!$&'()*+,;=:@/?%-]++");

  /** In characters. A longer one could not be called here, and takes long to encode. */
  private static final int MAX_LENGTH = 16_384;

  private PageLinks() {}

  /**
   * Replaces {@code next_page} and {@code previous_page}: our own address, the upstream's query,
   * however it is written. A link that was cut short would end the list for its reader, and one
   * without its query would begin it anew. So an empty text and {@code false} become null, and what
   * is no link, as the number of a page, stays. A link that is too long to be called becomes null.
   *
   * @param list any JSON; changed in place where it has a pagination object
   * @param here the address of the list as the client calls it, without a query
   */
  public static void rewrite(JsonNode list, URI here) {
    if (list.path("pagination") instanceof ObjectNode pagination) {
      rewrite(pagination, "next_page", here);
      rewrite(pagination, "previous_page", here);
    }
  }

  private static void rewrite(ObjectNode pagination, String name, URI here) {
    JsonNode link = pagination.path(name);
    String text = link.asText("");
    if (link.isBoolean() && !link.booleanValue()
        || link.isTextual() && (text.isBlank() || text.length() > MAX_LENGTH)) {
      pagination.putNull(name);
    } else if (link.isTextual() && isLink(text.strip())) {
      pagination.put(name, at(here, text.strip()));
    }
  }

  /** Not the number of a page, and no cursor. */
  private static boolean isLink(String text) {
    return text.contains("?") || text.startsWith("/") || text.contains("://");
  }

  private static String at(URI here, String link) {
    String[] parts = link.split("#", 2)[0].split("\\?", 2);
    return parts.length == 1 ? here.toString() : here + "?" + encoded(parts[1]);
  }

  /** What is encoded holds no {@code +}, so one that comes out is a space. */
  private static String encoded(String query) {
    return NOT_IN_QUERY
        .matcher(query)
        .replaceAll(
            part -> URLEncoder.encode(part.group(), StandardCharsets.UTF_8).replace("+", "%20"));
  }
}
