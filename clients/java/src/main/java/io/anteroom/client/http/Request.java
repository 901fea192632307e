package io.anteroom.client.http;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * A request, without what all requests have. Immutable.
 *
 * @param path with its query, beginning with a slash
 * @param held how long the service is asked to hold the response back
 */
public record Request(
    String method, String path, Map<String, String> headers, Body body, Duration held) {

  private static final String PREFER = "Prefer";

  /** A GET. */
  public static Request get(String path) {
    return new Request("GET", path, Map.of(), Body.NONE, Duration.ZERO);
  }

  /** A POST. */
  public static Request post(String path, Body body) {
    return new Request("POST", path, Map.of(), body, Duration.ZERO);
  }

  /** A DELETE. */
  public static Request delete(String path) {
    return new Request("DELETE", path, Map.of(), Body.NONE, Duration.ZERO);
  }

  /** With a header. */
  public Request header(String name, String value) {
    Map<String, String> more = new LinkedHashMap<>(headers);
    more.put(name, value);
    return new Request(method, path, more, body, held);
  }

  /** Asks the service to wait, in whole seconds; less than one is not to wait at all. */
  public Request waiting(Duration time) {
    long seconds = Math.max(0, time.toSeconds());
    Request request = header(PREFER, seconds == 0 ? "respond-async" : "wait=" + seconds);
    return new Request(method, path, request.headers, body, Duration.ofSeconds(seconds));
  }

  /**
   * A path with a query of these parameters.
   *
   * @throws IllegalArgumentException if one of them has half of a surrogate pair
   */
  public static String path(String path, Map<String, String> parameters) {
    String query =
        parameters.entrySet().stream()
            .map(parameter -> encoded(parameter))
            .collect(Collectors.joining("&"));
    return query.isEmpty() ? path : path + "?" + query;
  }

  private static String encoded(Map.Entry<String, String> parameter) {
    String name = parameter.getKey();
    String value = WellFormed.text("The parameter " + name, parameter.getValue());
    return encoded(name) + "=" + encoded(value);
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }
}
