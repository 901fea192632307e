package io.anteroom.api.problem;

import io.quarkiverse.resteasy.problem.HttpProblem;
import io.vertx.core.Future;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;

/** Writes the problem of a request that reaches no resource; the resources throw theirs. */
public final class ProblemWriter {

  private ProblemWriter() {}

  /**
   * Responds with the problem, its status and its headers. Must run on the request's event loop.
   *
   * @return completes when the response is written, fails if it cannot be
   */
  public static Future<Void> write(RoutingContext context, HttpProblem problem) {
    ProblemLines.answered(problem, context.request().path());
    HttpServerResponse response = context.response();
    problem.getHeaders().forEach((name, value) -> response.putHeader(name, value.toString()));
    return response
        .setStatusCode(problem.getStatusCode())
        .putHeader(HttpHeaders.CONTENT_TYPE, HttpProblem.MEDIA_TYPE.toString())
        .end(json(problem, context.request().path()).toBuffer());
  }

  private static JsonObject json(HttpProblem problem, String path) {
    JsonObject json =
        new JsonObject()
            .put("type", problem.getType().toString())
            .put("status", problem.getStatusCode())
            .put("title", problem.getTitle())
            .put("detail", problem.getDetail())
            .put("instance", ProblemInstance.of(path).toString());
    problem.getParameters().forEach(json::put);
    return json;
  }
}
