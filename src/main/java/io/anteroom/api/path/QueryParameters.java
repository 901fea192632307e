package io.anteroom.api.path;

import jakarta.ws.rs.core.MultivaluedHashMap;
import jakarta.ws.rs.core.MultivaluedMap;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;

/**
 * Reads the query of a URL as forms write it: pairs with {@code &} in between (WHATWG URL, 5.1).
 * What the framework reads is not that: it also splits at {@code ;}, which RFC 3986 leaves to the
 * values, and takes names for the same that differ only in their case. Stateless.
 */
public final class QueryParameters {

  private QueryParameters() {}

  /**
   * The parameters, decoded once, the values of each name in their order. What follows a {@code #}
   * is none of them, since it is no query (RFC 3986, 3.4).
   *
   * @param query as it came, percent-encoded and well-formed; null where there is none
   */
  public static MultivaluedMap<String, String> of(String query) {
    MultivaluedMap<String, String> parameters = new MultivaluedHashMap<>();
    if (query != null) {
      for (String pair : query.split("#", 2)[0].split("&")) {
        if (!pair.isEmpty()) {
          String[] parts = pair.split("=", 2);
          parameters.add(decoded(parts[0]), parts.length == 1 ? "" : decoded(parts[1]));
        }
      }
    }
    return parameters;
  }

  private static String decoded(String text) {
    return URLDecoder.decode(text, StandardCharsets.UTF_8);
  }
}
