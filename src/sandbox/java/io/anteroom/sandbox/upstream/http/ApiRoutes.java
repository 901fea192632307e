package io.anteroom.sandbox.upstream.http;

import io.anteroom.sandbox.upstream.indexing.Holdings;
import io.anteroom.sandbox.upstream.indexing.Intake;
import io.anteroom.sandbox.upstream.settings.Endpoint;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.Router;

/** Where each call of the API is found. */
public final class ApiRoutes {
  private final Router router;
  private final CallGate gate;

  private ApiRoutes(Router router, CallGate gate) {
    this.router = router;
    this.gate = gate;
  }

  /** Adds all calls to the router. */
  public static void add(Router router, CallGate gate, Holdings all, Intake intake) {
    UploadReader uploads = new UploadReader(gate.vertx(), all.workshop());
    ApiRoutes routes = new ApiRoutes(router, gate);
    routes.index(new IndexCalls(intake, all.workshop(), uploads));
    routes.tasks(new TaskCalls(all.store(), intake));
    routes.assets(new AssetCalls(all, intake, gate.clock()));
    routes.search(new SearchCalls(all, uploads));
    routes.unknown();
  }

  private void index(IndexCalls calls) {
    on(HttpMethod.POST, "/index/url", Endpoint.INDEX_URL, calls::url);
    on(HttpMethod.POST, "/index/text", Endpoint.INDEX_TEXT, calls::text);
    on(HttpMethod.POST, "/index/upload", Endpoint.INDEX_UPLOAD, calls::upload);
  }

  private void tasks(TaskCalls calls) {
    on(HttpMethod.GET, "/tasks/:task_id", Endpoint.TASKS_GET, calls::get);
    on(HttpMethod.DELETE, "/tasks/:task_id", Endpoint.TASKS_DELETE, calls::cancel);
  }

  private void assets(AssetCalls calls) {
    on(HttpMethod.POST, "/assets", Endpoint.ASSETS_LIST, calls::list);
    on(HttpMethod.GET, "/assets/:asset_id", Endpoint.ASSETS_GET, calls::get);
    on(HttpMethod.DELETE, "/assets/:asset_id", Endpoint.ASSETS_DELETE, calls::delete);
    on(HttpMethod.GET, "/assets/:asset_id/features", Endpoint.ASSETS_FEATURES, calls::features);
  }

  private void search(SearchCalls calls) {
    on(HttpMethod.POST, "/search/text", Endpoint.SEARCH_TEXT, calls::text);
    on(HttpMethod.POST, "/search/url", Endpoint.SEARCH_URL, calls::url);
    on(HttpMethod.POST, "/search/upload", Endpoint.SEARCH_UPLOAD, calls::upload);
  }

  private void unknown() {
    router.errorHandler(
        404, http -> AnswerWriter.write(http.request(), Answer.error(404, "no such path")));
    router.errorHandler(
        405, http -> AnswerWriter.write(http.request(), Answer.error(405, "method not allowed")));
    router.errorHandler(
        500, http -> AnswerWriter.write(http.request(), FailureAnswer.of(http.failure())));
  }

  private void on(HttpMethod method, String path, Endpoint endpoint, CallHandler handler) {
    // A slash at the end is no other place.
    router.route(method, path).handler(http -> gate.enter(http, endpoint, handler));
    router.route(method, path + "/").handler(http -> gate.enter(http, endpoint, handler));
  }
}
