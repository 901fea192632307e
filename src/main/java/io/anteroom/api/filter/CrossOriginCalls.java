package io.anteroom.api.filter;

import io.anteroom.api.ApiSettings;
import io.quarkus.vertx.http.runtime.cors.CORSConfig;
import io.quarkus.vertx.http.runtime.cors.CORSFilter;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Lets scripts of other origins call the API from a browser (Fetch standard, 3.2: CORS protocol),
 * where the configuration names them. A key goes with each call, and never a cookie. The filter is
 * Quarkus's own; its configuration would need a second setting to switch it on.
 */
@Singleton
public class CrossOriginCalls {

  private static final List<String> METHODS = List.of("GET", "HEAD", "POST", "DELETE", "OPTIONS");

  private static final List<String> REQUEST_HEADERS =
      List.of(
          "Accept",
          "Api-Version",
          "Authorization",
          "Cache-Control",
          "Content-Type",
          "Idempotency-Key",
          "If-None-Match",
          "Last-Event-ID",
          "Prefer",
          "traceparent",
          "tracestate",
          "X-Request-Id");

  /** What a script may read beside the body. */
  private static final List<String> RESPONSE_HEADERS =
      List.of(
          "Api-Version",
          "Cache-Status",
          "ETag",
          "Location",
          "Preference-Applied",
          "RateLimit",
          "RateLimit-Policy",
          "Retry-After",
          "Warning",
          "X-Request-Id");

  private static final String ANY = "*";

  /** Refusals, too, are read by scripts. */
  private static final int BEFORE_ANY_ANSWER = 1900;

  /** How long a browser remembers what is allowed. */
  private static final Duration MAX_AGE = Duration.ofHours(1);

  void register(@Observes Filters filters, ApiSettings settings) {
    settings
        .corsOrigins()
        .ifPresent(origins -> filters.register(ofNamed(origins), BEFORE_ANY_ANSWER));
  }

  /**
   * Calls of other origins pass as they would without the setting, since the filter would refuse
   * them: a browser keeps their scripts from the answers. The operator's page behind a proxy that
   * ends TLS is one of them, for the filter.
   */
  private static Handler<RoutingContext> ofNamed(Set<String> origins) {
    CORSFilter filter = new CORSFilter(new Allowed(List.copyOf(origins)));
    return context -> {
      String origin = context.request().getHeader(HttpHeaders.ORIGIN);
      if (origin != null && (origins.contains(ANY) || origins.contains(origin))) {
        filter.handle(context);
      } else {
        context.next();
      }
    };
  }

  /** What the filter is told, in the order of its interface. */
  private record Allowed(List<String> allowedOrigins) implements CORSConfig {

    @Override
    public boolean enabled() {
      return true;
    }

    @Override
    public Optional<List<String>> origins() {
      return Optional.of(allowedOrigins);
    }

    @Override
    public Optional<List<String>> methods() {
      return Optional.of(METHODS);
    }

    @Override
    public Optional<List<String>> headers() {
      return Optional.of(REQUEST_HEADERS);
    }

    @Override
    public Optional<List<String>> exposedHeaders() {
      return Optional.of(RESPONSE_HEADERS);
    }

    @Override
    public Optional<Duration> accessControlMaxAge() {
      return Optional.of(MAX_AGE);
    }

    @Override
    public Optional<Boolean> accessControlAllowCredentials() {
      return Optional.of(false);
    }
  }
}
