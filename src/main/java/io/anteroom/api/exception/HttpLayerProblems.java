package io.anteroom.api.exception;

import io.anteroom.api.problem.ProblemType;
import io.anteroom.api.problem.ProblemWriter;
import io.anteroom.api.version.ApiVersion;
import io.anteroom.async.log.CurrentRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import org.jboss.logging.Logger;

/**
 * Responds to what fails before or beside the resources (a path that is not valid, a failure of a
 * route) with a problem. The server's own page would name what broke. Thread-safe.
 */
@Singleton
public class HttpLayerProblems {

  private static final Logger LOG = Logger.getLogger(HttpLayerProblems.class);
  private static final int BEFORE_THE_SERVERS_OWN = Integer.MIN_VALUE + 1;

  /** A failure without a route gets here by its status. */
  private static final int[] WITHOUT_A_ROUTE = {400, 404, 405, 406, 413, 415, 500};

  void register(@Observes Router router) {
    router.route().order(BEFORE_THE_SERVERS_OWN).failureHandler(this::respond);
    for (int status : WITHOUT_A_ROUTE) {
      router.errorHandler(status, this::respond);
    }
  }

  private static Object request() {
    CurrentRequest request = CurrentRequest.get();
    return request == null ? "its head cannot be read" : request;
  }

  private void respond(RoutingContext context) {
    HttpServerResponse response = context.response();
    if (response.headWritten() || response.closed()) {
      response.reset();
      return;
    }
    ProblemType type = FrameworkProblems.typeOf(context.statusCode());
    if (type == ProblemType.INTERNAL_ERROR) {
      LOG.errorf(context.failure(), "a request failed outside of the resources: %s", request());
    }
    response.putHeader(ApiVersion.HEADER, ApiVersion.FIRST.label());
    ProblemWriter.write(context, type.problem());
  }
}
