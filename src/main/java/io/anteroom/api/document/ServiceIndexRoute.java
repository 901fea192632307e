package io.anteroom.api.document;

import io.anteroom.api.problem.ProblemPages;
import io.anteroom.api.problem.ProblemType;
import io.anteroom.api.problem.ProblemWriter;
import io.anteroom.api.session.OperatorPage;
import io.anteroom.api.version.ApiVersion;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import org.eclipse.microprofile.config.ConfigProvider;

/**
 * {@code GET /}: what is where, for who has only the address. Who asks for health or metrics on the
 * port of the API is told on which port they are. No key is needed. Thread-safe.
 */
@Singleton
class ServiceIndexRoute {

  private static final String[] OF_MANAGEMENT = {"/q/health", "/q/health/*", "/q/metrics"};

  void register(@Observes Router router) {
    router.route("/").method(HttpMethod.GET).method(HttpMethod.HEAD).handler(this::answer);
    for (String path : OF_MANAGEMENT) {
      router.route(path).handler(this::elsewhere);
    }
  }

  private void answer(RoutingContext context) {
    context
        .response()
        .putHeader(HttpHeaders.CONTENT_TYPE, "application/json")
        .putHeader(ApiVersion.HEADER, ApiVersion.FIRST.label())
        .end(context.request().method().equals(HttpMethod.HEAD) ? "" : index().encodePrettily());
  }

  private static JsonObject index() {
    JsonObject management =
        new JsonObject()
            .put("port", managementPort())
            .put("live", "/q/health/live")
            .put("ready", "/q/health/ready")
            .put("metrics", "/q/metrics");
    return new JsonObject()
        .put("service", "Anteroom")
        .put("begin", "POST /index-and-wait")
        .put("openapi", OpenApiRoute.PATH)
        .put("problems", ProblemPages.PATH)
        .put("operators", OperatorPage.ADDRESS)
        .put("management", management);
  }

  private void elsewhere(RoutingContext context) {
    context.response().putHeader(ApiVersion.HEADER, ApiVersion.FIRST.label());
    String detail = "Health and metrics are on port %d.".formatted(managementPort());
    ProblemWriter.write(context, ProblemType.NOT_FOUND.with(detail));
  }

  /** Read when it is asked for: routes may be made before there is a configuration. */
  private static int managementPort() {
    return ConfigProvider.getConfig()
        .getOptionalValue("quarkus.management.port", Integer.class)
        .orElse(9000);
  }
}
