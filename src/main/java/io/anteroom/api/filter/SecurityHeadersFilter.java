package io.anteroom.api.filter;

import io.anteroom.api.ApiSettings;
import io.anteroom.api.session.OperatorPage;
import io.anteroom.async.LazyBean;
import io.quarkus.runtime.LaunchMode;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.MultiMap;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Singleton;
import java.util.List;

/**
 * The headers that tell a browser to make nothing of an answer but what it is (OWASP REST Security:
 * Security Headers), where the answer does not set them itself; and that HTTPS is the way (RFC
 * 6797), on what went over HTTPS only. Behind a proxy that is what a trusted {@code
 * X-Forwarded-Proto} says.
 */
@Singleton
public class SecurityHeadersFilter {

  private static final int ON_EVERY_ANSWER = 2000;

  private static final String POLICY = "Content-Security-Policy";

  /** Quarkus's own pages (Dev UI, Swagger UI) in the sandbox; they need their scripts. */
  private static final List<String> PAGES = List.of("/q/", "/swagger-ui");

  private final LazyBean<ApiSettings> settings;

  /** Filters are made while the application is built: what reads the configuration comes later. */
  SecurityHeadersFilter(Instance<ApiSettings> settings) {
    this.settings = new LazyBean<>(settings);
  }

  void register(@Observes Filters filters) {
    filters.register(this::prepare, ON_EVERY_ANSWER);
  }

  private void prepare(RoutingContext context) {
    context.addHeadersEndHandler(headersEnd -> add(context));
    context.next();
  }

  private void add(RoutingContext context) {
    MultiMap headers = context.response().headers();
    if (OperatorPage.isAt(context.request().path())) {
      headers.set("Cache-Control", "no-cache"); // an update replaces all its files at once
      headers.set(POLICY, OperatorPage.POLICY);
    }
    setIfAbsent(headers, "X-Content-Type-Options", "nosniff");
    setIfAbsent(headers, "Referrer-Policy", "no-referrer");
    setIfAbsent(headers, "Cache-Control", "no-store");
    if (!isPage(context)) {
      setIfAbsent(headers, POLICY, "default-src 'none'; frame-ancestors 'none'");
    }
    long seconds = settings.get().hsts().toSeconds();
    if (seconds > 0 && "https".equals(context.request().scheme())) {
      setIfAbsent(headers, "Strict-Transport-Security", "max-age=" + seconds);
    }
  }

  private static boolean isPage(RoutingContext context) {
    return LaunchMode.current().isDev()
        && PAGES.stream().anyMatch(context.request().path()::startsWith)
        && context.response().getStatusCode() < 400;
  }

  private static void setIfAbsent(MultiMap headers, String name, String value) {
    if (!headers.contains(name)) {
      headers.set(name, value);
    }
  }
}
