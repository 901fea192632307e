package io.anteroom.cli.doctor;

import io.anteroom.client.json.JsonException;
import io.anteroom.client.json.JsonObject;
import io.anteroom.client.response.Problem;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * A response, or why none came.
 *
 * @param missing why none came, or null
 * @param status of HTTP; 0 if none came
 * @param headers by their names in lower case, the first of each
 */
record Answer(
    String missing,
    int status,
    Map<String, String> headers,
    String body,
    Instant sent,
    Instant received) {

  static Answer none(String why, Instant sent) {
    return new Answer(why, 0, Map.of(), "", sent, sent);
  }

  static Answer of(HttpResponse<String> response, Instant sent, Instant received) {
    Map<String, String> headers = new HashMap<>();
    response
        .headers()
        .map()
        .forEach((name, values) -> headers.put(name.toLowerCase(Locale.ROOT), values.get(0)));
    return new Answer(null, response.statusCode(), headers, response.body(), sent, received);
  }

  /** The value of a header. */
  Optional<String> header(String name) {
    return Optional.ofNullable(headers.get(name));
  }

  /** How long it took. */
  Duration time() {
    return Duration.between(sent, received);
  }

  /** The local time in the middle between request and response. */
  Instant middle() {
    return sent.plus(time().dividedBy(2));
  }

  /** The body as JSON; empty if it is none. */
  JsonObject json() {
    try {
      return JsonObject.parse(body);
    } catch (JsonException e) {
      return JsonObject.empty();
    }
  }

  /** The problem of Anteroom's; its name is {@code about:blank} if it is none. */
  Problem problem() {
    return new Problem(json());
  }

  /** What it is, for somebody who expected something else. */
  String description() {
    String type = header("content-type").map(text -> ", " + text).orElse("");
    String server = header("server").map(text -> ", from " + text).orElse("");
    return "status " + status + type + server;
  }
}
