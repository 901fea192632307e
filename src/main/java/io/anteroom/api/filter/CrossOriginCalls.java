package io.anteroom.api.filter;

import io.anteroom.api.ApiSettings;
import io.quarkus.vertx.http.security.CORS;
import io.quarkus.vertx.http.security.HttpSecurity;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Set;

/**
 * Lets scripts of other origins call the API from a browser (Fetch standard, 3.2: CORS protocol),
 * where the configuration names them. A key goes with each call, and never a cookie.
 */
@Singleton
public class CrossOriginCalls {

  private static final Set<String> METHODS = Set.of("GET", "HEAD", "POST", "DELETE", "OPTIONS");

  private static final Set<String> REQUEST_HEADERS =
      Set.of(
          "Accept",
          "Api-Version",
          "Authorization",
          "Content-Type",
          "Idempotency-Key",
          "If-None-Match",
          "Last-Event-ID",
          "Prefer");

  /** What a script may read beside the body. */
  private static final Set<String> RESPONSE_HEADERS =
      Set.of(
          "Api-Version",
          "ETag",
          "Location",
          "Preference-Applied",
          "RateLimit",
          "RateLimit-Policy",
          "Retry-After",
          "Warning");

  /** How long a browser remembers what is allowed. */
  private static final Duration MAX_AGE = Duration.ofHours(1);

  void allow(@Observes HttpSecurity security, ApiSettings settings) {
    settings
        .corsOrigins()
        .ifPresent(
            origins ->
                security.cors(
                    CORS.origins(origins)
                        .methods(METHODS)
                        .headers(REQUEST_HEADERS)
                        .exposedHeaders(RESPONSE_HEADERS)
                        .accessControlMaxAge(MAX_AGE)
                        .build()));
  }
}
