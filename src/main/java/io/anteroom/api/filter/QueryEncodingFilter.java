package io.anteroom.api.filter;

import io.anteroom.api.path.QueryParameters;
import io.anteroom.api.problem.ProblemType;
import io.anteroom.async.json.UnicodeText;
import io.quarkus.vertx.http.runtime.CurrentVertxRequest;
import io.vertx.core.MultiMap;
import io.vertx.ext.web.RoutingContext;
import jakarta.ws.rs.container.ContainerRequestContext;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;

/**
 * Refuses parameters of the URL that are no text: bytes that are no UTF-8, percent-encoded or not,
 * would be read as another value than was meant. Then has every call read them by {@link
 * QueryParameters}.
 */
public class QueryEncodingFilter {

  private static final int MAX_NAME = 100;

  private final CurrentVertxRequest exchange;

  QueryEncodingFilter(CurrentVertxRequest exchange) {
    this.exchange = exchange;
  }

  /** Reads the query as it came, after the authentication. */
  @ServerRequestFilter(preMatching = true, priority = 4)
  public void check(ContainerRequestContext request) {
    RoutingContext context = exchange.getCurrent();
    String query = context.request().query();
    if (query != null) {
      for (String parameter : query.split("&")) {
        check(parameter.split("=", 2));
      }
      MultiMap parameters = context.queryParams().clear(); // of which the framework reads them
      QueryParameters.of(query).forEach(parameters::add);
    }
  }

  private static void check(String[] parameter) {
    byte[] name = decoded(parameter[0]);
    UnicodeText.fault(name)
        .or(() -> notEncoded(parameter[0]))
        .ifPresent(
            fault -> {
              throw ProblemType.MALFORMED_REQUEST.with(
                  "A parameter has a name that %s.".formatted(fault));
            });
    String value = parameter.length == 1 ? "" : parameter[1];
    UnicodeText.fault(decoded(value))
        .or(() -> notEncoded(value))
        .ifPresent(fault -> refuse(name(name), fault));
  }

  private static void refuse(String name, String fault) {
    throw ProblemType.INVALID_FIELD.about(name, "The parameter %s %s.".formatted(name, fault));
  }

  /** The server would take each of its bytes for a character. */
  private static Optional<String> notEncoded(String text) {
    return text.chars().anyMatch(c -> c > 127)
        ? Optional.of("must be percent-encoded, as it is not ASCII")
        : Optional.empty();
  }

  private static String name(byte[] utf8) {
    return UnicodeText.cut(new String(utf8, StandardCharsets.UTF_8), MAX_NAME);
  }

  /** A {@code %} that encodes nothing was refused before ({@link RequestFilter}). */
  private static byte[] decoded(String text) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(text.length());
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      int high = c == '%' && i + 2 < text.length() ? Character.digit(text.charAt(i + 1), 16) : -1;
      int low = high < 0 ? -1 : Character.digit(text.charAt(i + 2), 16);
      if (low < 0) {
        bytes.write(c == '+' ? ' ' : c > 127 ? '?' : c);
      } else {
        bytes.write(high << 4 | low);
        i += 2;
      }
    }
    return bytes.toByteArray();
  }
}
