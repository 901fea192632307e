package io.anteroom.api.error;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.anteroom.api.problem.ProblemType;
import io.anteroom.api.version.ApiVersion;
import io.quarkiverse.resteasy.problem.HttpProblem;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.io.UncheckedIOException;
import org.jboss.logging.Logger;

/**
 * Answers what fails before or beside the resources (a path that is no path, a failure of a route)
 * with a problem instead of the server's page, which would name what broke. Thread-safe.
 */
@Singleton
public class HttpLayerProblems {

  private static final Logger LOG = Logger.getLogger(HttpLayerProblems.class);
  private static final int BEFORE_THE_SERVERS_OWN = Integer.MIN_VALUE + 1;

  /** What fails without a route gets here by its status. */
  private static final int[] WITHOUT_A_ROUTE = {400, 404, 405, 406, 413, 415, 500};

  private final ObjectMapper json;

  HttpLayerProblems(ObjectMapper json) {
    this.json = json;
  }

  void register(@Observes Router router) {
    router.route().order(BEFORE_THE_SERVERS_OWN).failureHandler(this::answer);
    for (int status : WITHOUT_A_ROUTE) {
      router.errorHandler(status, this::answer);
    }
  }

  private void answer(RoutingContext context) {
    HttpServerResponse response = context.response();
    if (response.headWritten() || response.closed()) {
      response.reset();
      return;
    }
    ProblemType type = FrameworkProblems.typeOf(context.statusCode());
    if (type == ProblemType.INTERNAL_ERROR) {
      LOG.errorf(context.failure(), "a request failed outside of the resources");
    }
    response
        .setStatusCode(type.status())
        .putHeader(HttpHeaders.CONTENT_TYPE, HttpProblem.MEDIA_TYPE.toString())
        .putHeader(ApiVersion.HEADER, ApiVersion.FIRST.label())
        .end(text(type));
  }

  private String text(ProblemType type) {
    ObjectNode problem =
        json.createObjectNode()
            .put("type", type.uri().toString())
            .put("status", type.status())
            .put("title", type.title())
            .put("detail", type.example().getDetail());
    try {
      return json.writeValueAsString(problem);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }
}
