package io.anteroom.api.session;

import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;

/**
 * {@code /operator} leads to the folder of the page, whose URLs are relative to it. Relative too,
 * since a proxy may put a prefix before the path.
 */
@Singleton
class OperatorPageRoute {

  private static final String FOLDER = "operator/";

  void register(@Observes Router router) {
    router.route(OperatorPage.PATH).handler(OperatorPageRoute::redirect);
  }

  private static void redirect(RoutingContext context) {
    if (context.request().path().endsWith("/")) {
      context.next();
      return;
    }
    String query = context.request().query();
    context
        .response()
        .setStatusCode(302)
        .putHeader(HttpHeaders.LOCATION, query == null ? FOLDER : FOLDER + "?" + query)
        .end();
  }
}
